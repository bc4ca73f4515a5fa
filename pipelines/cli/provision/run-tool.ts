import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Environment } from './environment.js';

/** The end of a command: its exit code (127 if it could not be started) and its last lines, stdout and stderr together. */
export interface Finished {
  readonly code: number;
  readonly output: readonly string[];
}

interface Options {
  readonly cwd?: string;
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  /** Longest time that it may take; after it the command is killed and the code is 124. */
  readonly timeoutMs?: number;
  onLine?(this: void, line: string): void;
}

const KEPT_LINES = 200;
// A separate process group, so that the child's own children are killed with it; Windows has no process groups.
const OWN_GROUP = process.platform !== 'win32';

/**
 * Run a command to its end.
 *
 * fails with the signal's reason when `signal` aborts, after killing the command and its children; a command that fails does
 * not throw
 */
export async function runTool(command: string, args: readonly string[], options: Options): Promise<Finished> {
  options.signal?.throwIfAborted();
  const output: string[] = [];
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: OWN_GROUP,
  });
  const keep = (line: string): void => {
    output.push(line);
    if (output.length > KEPT_LINES) output.shift();
    options.onLine?.(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);
  const kill = (): void => {
    killGroup(child.pid);
  };
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, options.timeoutMs ?? 1_800_000);
  options.signal?.addEventListener('abort', kill, { once: true });
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output.push(error.message);
      resolve(127);
    });
    child.once('close', (exit) => {
      resolve(timedOut ? 124 : (exit ?? 1));
    });
  });
  clearTimeout(timer);
  options.signal?.removeEventListener('abort', kill);
  options.signal?.throwIfAborted();
  return { code, output };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(OWN_GROUP ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
