import { fork, type ChildProcess } from 'node:child_process';
import { HpdmError, cancelled, type Fault } from '../../dsl/index.js';
import { moduleArguments } from '../disk/module-arguments.js';
import type { Found, Work } from './decode-clip.js';

/** A clip to decode: at most `jobs` of a group at a time, in the order of the requests. Or the number of a request that is not needed any more. */
export type Request =
  | { readonly id: number; readonly group: number; readonly jobs: number; readonly work: Work }
  | { readonly stop: number };

/** What became of a clip: it was decoded or cannot be read; or it failed, with hpdm's faults or with an error of another kind. */
export type Outcome = { readonly found: Found } | { readonly faults: readonly Fault[] } | { readonly error: string };

/** The answer to a request. */
export type Answer = { readonly id: number } & Outcome;

interface Waiting {
  readonly work: Work;
  resolve(this: void, found: Found): void;
  reject(this: void, error: Error): void;
}

const { url } = import.meta;

/** Milliseconds without work after which the process is ended. */
const IDLE_MS = 20_000;

/**
 * Decodes clips in a process of its own: TensorFlow computes on this one's thread, which then hears nothing of ffmpeg processes that end
 * and starts no further ones. It begins with the first clip, ends when there is nothing to do, and does not keep this process alive.
 */
export class Decoder {
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  /** The number of the process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Decode a clip; the request is sent before this returns.
   *
   * @param group requests of one group share `jobs`, the number of clips that are decoded at a time
   * fails E_DECODER when the process dies, and like `decodeClip`
   */
  decode(work: Work, { group, jobs, signal }: { group: number; jobs: number; signal: AbortSignal }): Promise<Found> {
    if (signal.aborted) return Promise.reject(cancelled());
    const id = ++this.#last;
    const child = this.#start();
    const onAbort = (): void => {
      child.send({ stop: id } satisfies Request, () => undefined);
      this.#waiting.get(id)?.reject(cancelled());
    };
    signal.addEventListener('abort', onAbort);
    return new Promise<Found>((resolve, reject) => {
      this.#waiting.set(id, { work, resolve, reject });
      // a process that has died says so itself
      child.send({ id, group, jobs, work } satisfies Request, () => undefined);
    }).finally(() => {
      signal.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
    });
  }

  #start(): ChildProcess {
    clearTimeout(this.#idle);
    const child = this.#child ?? this.#fork();
    this.#child = child;
    child.ref();
    child.channel?.ref();
    return child;
  }

  #fork(): ChildProcess {
    const { loader, script } = moduleArguments(url, 'decoder-child');
    const child = fork(script, [], {
      execArgv: loader,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Ctrl-C in a terminal reaches only the process that runs the graph, which then decides what ends
      detached: process.platform !== 'win32',
    });
    child.on('message', (answer: Answer) => {
      const { resolve, reject } = this.#waiting.get(answer.id) ?? {};
      if ('found' in answer) resolve?.(answer.found);
      else reject?.('faults' in answer ? new HpdmError(answer.faults) : new Error(answer.error));
    });
    child.once('error', (error) => {
      this.#fail(child, error.message);
    });
    child.once('exit', (code, by) => {
      this.#fail(child, by === null ? `it ended with exit code ${code ?? 'unknown'}` : `it was ended by ${by}`);
    });
    return child;
  }

  /** End the process after a while without work. */
  #rest(): void {
    this.#child?.unref();
    this.#child?.channel?.unref();
    this.#idle = setTimeout(() => {
      this.#child?.disconnect();
      this.#child = undefined;
    }, IDLE_MS).unref();
  }

  #fail(child: ChildProcess, got: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const names = [...this.#waiting.values()].map(({ work }) => work.clip.name);
    const error = new HpdmError({
      code: 'E_DECODER',
      expected: 'the process that decodes clips to stay alive',
      got: `${got}; it had to decode ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}`,
      try: 'go on with --resume; if it happens again, remove the clip at which it ends, or use fewer jobs if memory is short',
    });
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}

/** The decoder of this process. */
export const decoder = new Decoder();
