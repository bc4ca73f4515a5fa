import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compiled } from '../pipelines/cli/compiled.js';

/** How long a program may take: while a test waits for it, Jest cannot end the test. */
const PATIENCE_MS = 120_000;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How a program ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder it runs in; the repository, where nothing else is said. */
  readonly cwd?: string;
  /** How its output is read: latin1 for bytes. */
  readonly encoding?: 'utf8' | 'latin1';
}

/** The URL of a module of the package, compiled as the commands compile it: it starts four times as fast as TypeScript. */
export async function compiledUrl(module: string): Promise<string> {
  const url = await compiled(module);
  if (url === undefined) throw new Error('node_modules/.cache cannot be written');
  return url;
}

/** Run the text of a module in a process of its own, to its end. */
export const program = (text: string, surroundings: Surroundings = {}): Ended =>
  started(['--input-type=module', '--eval', text], surroundings);

/** Run a module of the package in a process of its own, to its end. */
export const moduleRun = async (module: string, args: readonly string[], surroundings: Surroundings = {}) =>
  started([fileURLToPath(await compiledUrl(module)), ...args], surroundings);

function started(args: readonly string[], { env = {}, cwd = ROOT, encoding = 'utf8' }: Surroundings): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding,
    cwd,
    timeout: PATIENCE_MS,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}
