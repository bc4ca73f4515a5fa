import { spawn, type ChildProcess } from 'node:child_process';
import { LAUNCHER, LOSS, SAVED } from './as-member.js';

/** How a member ended. */
export interface MemberEnd {
  readonly rank: number;
  /** Its exit code; 3 if a signal ended it. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  /** Whether it ended because another one is lost. */
  readonly seesLoss: boolean;
  /** Whether it did not end by itself in the time that it had for that. */
  readonly hangs: boolean;
  /** The last lines that it wrote to standard error, of a member that does not lead. */
  readonly said: string;
}

/** Characters that are kept of what a member says. */
const KEPT = 4000;

/** A member that this process started. The leader writes to the terminal, the others to here. */
export class MemberProcess {
  readonly end: Promise<MemberEnd>;
  /** Resolves when it knows that another one is lost. */
  readonly loss: Promise<void>;
  readonly #child: ChildProcess;
  #saved = false;
  #seesLoss = false;
  #hangs = false;

  constructor(rank: number, args: readonly string[], env: NodeJS.ProcessEnv) {
    // in a process group of its own, so that Ctrl-C reaches it once, through this process
    this.#child = spawn(process.execPath, [...process.execArgv, ...args], {
      env: { ...env, [LAUNCHER]: String(process.pid) },
      detached: true,
      stdio: rank === 0 ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-KEPT)));
    this.loss = new Promise((resolve) => {
      this.#child.on('message', (message) => {
        this.#saved ||= message === SAVED;
        this.#seesLoss ||= message === LOSS;
        if (this.#seesLoss) resolve();
      });
    });
    this.end = new Promise((ended) => {
      const end = (code: number, signal: NodeJS.Signals | null, last: string): void => {
        ended({ rank, code, signal, seesLoss: this.#seesLoss, hangs: this.#hangs, said: last });
      };
      this.#child.once('error', (error) => end(3, null, error.message));
      this.#child.once('close', (code, signal) => end(code ?? 3, signal, said.trim()));
    });
  }

  /** Whether it has written a checkpoint. */
  get saved(): boolean {
    return this.#saved;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** End it, unless it ends by itself because another one is lost: a leader may be writing a checkpoint. */
  giveUp(): void {
    if (this.#seesLoss) return;
    this.#hangs = this.#child.kill('SIGKILL');
  }
}
