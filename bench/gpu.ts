import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HpdmError } from '../dsl/index.js';
import type { Bench } from './bench.js';
import { writeBundle } from './gpu/bundle.js';
import { PARTS, type Part } from './gpu/parts.js';
import { vulkanEnvironment } from './gpu/vulkan-environment.js';

/** All parts together, on a card. */
const SECONDS = 600;
/** In software a part takes as long as it takes. */
const PATIENT = 7200;
/** The loader that an archive has with it. */
const BUNDLED = fileURLToPath(new URL('../lib', import.meta.url));

/** Does hpdm compute on this machine's graphics card what it computes elsewhere, and how fast? */
const gpu: Bench = {
  name: 'gpu',
  summary: 'tests, training steps and sampling on a graphics card through WebGPU; args: --bundle FILE, or --software',
  smoke: ['--software'],
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { bundle: { type: 'string' }, part: { type: 'string' }, software: { type: 'boolean', default: false } },
    });
    const { bundle, part, software } = values;
    try {
      if (bundle !== undefined) writeBundle(bundle);
      else if (part !== undefined) await partOf(part).run(software);
      else measure(software);
    } catch (error) {
      if (!(error instanceof HpdmError)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  },
};

export default gpu;

function partOf(name: string): Part {
  const part = PARTS[name];
  if (part === undefined) throw new RangeError(`no part ${name}; known: ${Object.keys(PARTS).join(', ')}`);
  return part;
}

/** Run all parts, each in a process of its own. */
function measure(software: boolean): void {
  const env = { ...process.env, ...vulkanEnvironment(process.env, BUNDLED) };
  const started = performance.now();
  const failed: string[] = [];
  for (const [name, { limit }] of Object.entries(PARTS)) {
    const left = software ? PATIENT : Math.min(limit, SECONDS - (performance.now() - started) / 1000);
    console.log(`\n${name}`);
    const options = ['--part', name, ...(software ? ['--software'] : [])];
    const { status, error } = spawnSync(
      process.execPath,
      [...process.execArgv, ...process.argv.slice(1, 3), ...options],
      {
        env,
        stdio: 'inherit',
        timeout: 1000 * Math.max(1, left),
        killSignal: 'SIGKILL',
      },
    );
    if (status === 0) continue;
    failed.push(name);
    const why =
      error === undefined ? `exit code ${status ?? 'unknown'}` : `ended after ${left.toFixed(0)} s: ${error.message}`;
    console.log(`FAILED: ${name} (${why})`);
    if (name === 'card') break;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    failed.length === 0 ? `\nall parts passed, ${seconds} s` : `\nfailed: ${failed.join(', ')}, ${seconds} s`,
  );
  if (failed.length > 0) process.exitCode = 1;
}
