import { spawn, type ChildProcess } from 'node:child_process';
import { moduleArguments } from '../../../operators/disk/module-arguments.js';
import type { Job } from './job.js';

/** How a job ended. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** How far a job is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What the process says of a job. */
export type Said = Outcome | Progress;

/** Characters that are kept of what the process writes to standard error. */
const KEPT = 2000;
/** Longest time in which a process need not say anything. */
const PATIENCE_MS = 3_600_000;
const { url } = import.meta;

/**
 * A process that makes jobs, one after the other: TensorFlow is loaded once. When it dies, the job has failed, and the next one gets a new
 * process. Whoever started it never computes, and so can always say that it is there.
 */
export class JobProcess {
  readonly #args: readonly string[];
  readonly #patienceMs: number;
  #child: ChildProcess | undefined;

  /** @param args backend and bytes of memory, empty for the usual ones */
  constructor(args: readonly string[], patienceMs = PATIENCE_MS) {
    this.#args = args;
    this.#patienceMs = patienceMs;
  }

  /** The number of the process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Make a job. */
  make(job: Job, onProgress: (progress: Progress) => void): Promise<Outcome> {
    const child = (this.#child ??= this.#start());
    return new Promise((resolve) => {
      let said = '';
      const hear = (chunk: Buffer): void => {
        said = (said + chunk.toString()).slice(-KEPT);
      };
      const silent = (): void => {
        said += `it said nothing for ${this.#patienceMs / 1000} s`;
        child.kill('SIGKILL');
      };
      let silence = setTimeout(silent, this.#patienceMs);
      const end = (outcome: Outcome): void => {
        clearTimeout(silence);
        child.off('message', onMessage).off('close', onClose).off('error', onError).stderr?.off('data', hear);
        resolve(outcome);
      };
      const onMessage = (message: unknown): void => {
        const what = message as Said;
        if ('ok' in what) return end(what);
        clearTimeout(silence);
        silence = setTimeout(silent, this.#patienceMs);
        onProgress(what);
      };
      const onClose = (code: number | null, signal: string | null): void => {
        this.#child = undefined;
        end({ ok: false, error: `its process was ended by ${signal ?? `exit code ${code}`}\n${said.trim()}`.trim() });
      };
      const onError = ({ message }: Error): void => onClose(null, message);
      child.on('message', onMessage).on('close', onClose).on('error', onError).stderr?.on('data', hear);
      child.send(job);
    });
  }

  /** Stop the job that is made now: what is finished of it is kept. */
  stop(): void {
    this.#child?.kill('SIGINT');
  }

  /** End the process, which makes nothing now. */
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const { loader, script } = moduleArguments(url, 'job-child');
    // in a process group of its own: Ctrl-C reaches it through its worker
    return spawn(process.execPath, [...process.execArgv, ...loader, script, ...this.#args], {
      ...{ detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
    });
  }
}
