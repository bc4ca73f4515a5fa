import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, type Stream } from 'node:stream';
import { cancelled, runFailure, type HpdmError } from '../../dsl/index.js';
import { diskFull } from '../disk/disk-full.js';

/** How a child ended; `error` when it never started. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

interface Options {
  /** `pipe`: we write to its stdin; `inherit`: it reads ours. */
  readonly input?: 'pipe' | 'inherit' | 'ignore';
  /** `pipe`: we read its stdout; `inherit`: it is our stdout; a stream of the system: it writes there. */
  readonly output?: 'pipe' | 'inherit' | 'ignore' | Stream;
  /** Whether we read its descriptor 3, too. */
  readonly side?: boolean;
  readonly signal?: AbortSignal;
  /** On cancel, how long it may finish what it was given before it is killed. Default 0. */
  readonly graceMs?: number;
  /** How much of the end of its stderr is kept. Default 8192. */
  readonly stderrBytes?: number;
}

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** A running ffmpeg: the only place that spawns one. Whoever starts it awaits `finish` or `stop`, after which it is gone and reaped. */
export class FfmpegProcess {
  /** Resolves, never rejects, when the process is gone and its pipes are closed. */
  readonly ended: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #options: Options;
  #stderr = '';
  #stopping = false;

  constructor(binary: string, args: readonly string[], options: Options = {}) {
    const { input = 'ignore', output = 'ignore', side = false, signal, stderrBytes = 8192 } = options;
    this.#options = options;
    // Its own process group: Ctrl-C in a terminal reaches only us, so we decide how the file ends.
    const detached = process.platform !== 'win32';
    const stdio = [input, output, 'pipe' as const, ...(side ? ['pipe' as const] : [])];
    const child = spawn(binary, args, { stdio, detached, windowsHide: true });
    this.#child = child;
    alive.add(child);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrBytes);
    });
    // EPIPE is reported through `ended`, with what ffmpeg said.
    child.stdin?.on('error', () => undefined);
    const onAbort = () => void this.stop();
    this.ended = new Promise<Exit>((resolve) => {
      child.once('error', (error) => {
        if (child.pid === undefined) resolve({ code: null, signal: null, error });
      });
      child.once('close', (code, by) => {
        resolve({ code, signal: by });
      });
    }).finally(() => {
      alive.delete(child);
      signal?.removeEventListener('abort', onAbort);
    });
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();
  }

  /** Its stdout, with the pipe's backpressure: what is not read, ffmpeg cannot write. */
  get stdout(): Readable {
    if (this.#child.stdout === null) throw new Error('ffmpeg was started without output: pipe');
    return this.#child.stdout;
  }

  /** Its descriptor 3. */
  get side(): Readable {
    const stream = this.#child.stdio[3];
    if (!(stream instanceof Readable)) throw new Error('ffmpeg was started without side: true');
    return stream;
  }

  /** The end of what it said on stderr. */
  get stderr(): string {
    return this.#stderr.trim();
  }

  /** Hand over bytes; resolves when they are in its pipe and their memory may be used again. Fails with its stderr when it is dead. */
  async write(bytes: Uint8Array): Promise<void> {
    const stdin = this.#child.stdin;
    if (stdin === null) throw new Error('ffmpeg was started without input: pipe');
    // called back with an error, too, when the pipe breaks or is closed
    if (!stdin.destroyed) await new Promise<void>((written) => stdin.write(bytes, () => written()));
    if (stdin.destroyed) throw this.failure(await this.ended);
  }

  /** End its input, wait until it is gone; fails unless it ended well. */
  async finish(): Promise<void> {
    this.#child.stdin?.end();
    const exit = await this.ended;
    // Some muxers report a full disk and still exit with 0.
    if (exit.code !== 0 || DISK_FULL.test(this.#stderr) || this.#options.signal?.aborted) throw this.failure(exit);
  }

  /** End it now (after `graceMs`, when given) and wait until it is gone; safe to call at any time, more than once. */
  async stop(): Promise<void> {
    if (!this.#stopping) {
      this.#stopping = true;
      const { graceMs = 0 } = this.#options;
      // An unread pipe would keep `close` from ever coming.
      this.#child.stdout?.destroy();
      if (this.#options.side === true) this.side.destroy();
      if (graceMs > 0) {
        this.#child.stdin?.end();
        const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
        void this.ended.then(() => {
          clearTimeout(timer);
        });
      } else this.#child.kill('SIGKILL');
    }
    await this.ended;
  }

  /** An end before its work was done, as an error with the end of its stderr; `cancelled` when that was asked for. */
  failure({ code, signal, error }: Exit): HpdmError {
    if (this.#options.signal?.aborted) return cancelled();
    const got =
      this.stderr.split('\n').slice(-10).join('\n            ') || (error?.message ?? 'nothing on its stderr');
    if (DISK_FULL.test(this.#stderr)) return diskFull({ got });
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;
    const advice = signal === null ? ADVICE.exit : signal === 'SIGKILL' ? ADVICE.killed : ADVICE.crashed;
    return runFailure(
      { code: 'E_FFMPEG', message: `ffmpeg ended before its work was done (${how})`, got, try: advice },
      error,
    );
  }
}

const DISK_FULL = /No space left on device|Disk quota exceeded/;
const ADVICE = {
  exit: 'see what it said above; codec, format and extra are passed on to it',
  killed: 'something outside hpdm ended it, often for want of memory: see the system log, then run again',
  crashed: 'run again; if it is the same, use another ffmpeg (FFMPEG_PATH)',
};
