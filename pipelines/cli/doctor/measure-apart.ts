import { moduleArguments } from '../../../operators/disk/module-arguments.js';
import type { BackendName } from '../../../operators/tensor/select-backend.js';
import type { Environment } from '../provision/environment.js';
import { runTool } from '../provision/run-tool.js';
import type { Measured } from './measure-backend.js';

const { url } = import.meta;

/** Load and time a backend in a child process, so that a crash while it loads does not end the examination. */
export async function measureApart(name: BackendName, env: Environment): Promise<Measured> {
  const { loader, script } = moduleArguments(url, 'measure-child');
  const { code, output } = await runTool(process.execPath, [...loader, script, name], { env, timeoutMs: 60_000 });
  const answer = output.findLast((line) => line.startsWith('{"name"'));
  if (answer !== undefined) return JSON.parse(answer) as Measured;
  const said = output.find((line) => /^\w*Error: /.test(line)) ?? output.at(-1) ?? 'it said nothing';
  return { name, loads: false, why: `its process ended with code ${String(code)}: ${said.trim()}` };
}
