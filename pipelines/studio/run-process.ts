import { spawn, type ChildProcess } from 'node:child_process';
import { moduleArguments } from '../../operators/disk/module-arguments.js';
import type { Job, Told } from './run-job.js';

const { url } = import.meta;

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that it wrote to standard error. */
  readonly said: string;
}

/** Characters that are kept of what a process says. */
const KEPT = 4000;

/** Whether a process can be halted and go on, as those of Windows cannot. */
export const canPause = process.platform !== 'win32';

/** A run in a process of its own: it computes without holding up the page, and what it takes is free when it ends. */
export class RunProcess {
  readonly end: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  #isPaused = false;

  constructor(job: Job, onTold: (told: Told) => void) {
    const { loader, script } = moduleArguments(url, 'run-child');
    // in a process group of its own, so that Ctrl-C reaches it once, through the studio
    this.#child = spawn(process.execPath, ['--max-semi-space-size=2', ...loader, script], {
      detached: true,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-KEPT)));
    this.#child.on('message', onTold);
    this.end = new Promise((ended) => {
      this.#child.once('error', ({ message }) => ended({ code: 3, signal: null, said: message }));
      this.#child.once('close', (code, signal) => ended({ code, signal, said: said.trim() }));
    });
    this.#child.send(job, (error) => {
      if (error !== null) said += `\n${error.message}`;
    });
  }

  /** Halt it, or let it go on. */
  pause(on: boolean): void {
    if (on === this.#isPaused) return;
    this.#isPaused = on;
    this.#child.kill(on ? 'SIGSTOP' : 'SIGCONT');
  }

  /** End it as Ctrl-C does: the first time it keeps what it has made, the second time it gives up. */
  interrupt(): void {
    this.#child.kill('SIGINT');
    this.pause(false);
  }
}
