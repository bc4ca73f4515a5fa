import { spawn, type ChildProcess } from 'node:child_process';
import { LAUNCHER, SAVED } from './as-member.js';

/** How a member ended. */
export interface MemberEnd {
  readonly rank: number;
  /** Its exit code; 3 if a signal ended it. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that it wrote to standard error, of a member that does not lead. */
  readonly said: string;
}

/** Characters that are kept of what a member says. */
const KEPT = 4000;

/** A member that this process started. The leader writes to the terminal, the others to here. */
export class MemberProcess {
  readonly end: Promise<MemberEnd>;
  readonly #child: ChildProcess;
  #saved = false;

  constructor(rank: number, args: readonly string[], env: NodeJS.ProcessEnv) {
    // in a process group of its own, so that Ctrl-C reaches it once, through this process
    this.#child = spawn(process.execPath, [...process.execArgv, ...args], {
      env: { ...env, [LAUNCHER]: String(process.pid) },
      detached: true,
      stdio: rank === 0 ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-KEPT)));
    this.#child.on('message', (message) => (this.#saved ||= message === SAVED));
    this.end = new Promise((ended) => {
      this.#child.once('error', (error) => ended({ rank, code: 3, signal: null, said: error.message }));
      this.#child.once('close', (code, signal) => ended({ rank, code: code ?? 3, signal, said: said.trim() }));
    });
  }

  /** Whether it has written a checkpoint. */
  get saved(): boolean {
    return this.#saved;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
