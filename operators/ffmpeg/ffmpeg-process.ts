import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, type Stream } from 'node:stream';
import { HpdmError, cancelled } from '../../dsl/index.js';
import { diskFull } from '../disk/disk-full.js';
import { reasonsIn } from './why-failed.js';

/** The end of a child process; `error` if it did not start. */
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
  /** Whether we also read its descriptor 3. */
  readonly side?: boolean;
  /** Numbers of open files that are its descriptors 3, 4, …. */
  readonly files?: readonly number[];
  readonly signal?: AbortSignal;
  /** Milliseconds to complete its output after a cancellation before it is killed. Default 0. */
  readonly graceMs?: number;
  /** What to try when it refuses its arguments. */
  readonly advice?: string | undefined;
  /** Number of characters to keep from the end of its stderr. Default 8192. */
  readonly stderrBytes?: number;
}

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** A remark of ffmpeg instead of a message that it has just shown. */
const REPEATED = /^\s*Last message repeated \d+ times?\r?\n?/gm;

/** A running ffmpeg. Nothing else starts one. The caller must await `finish` or `stop`; afterwards the process has ended. */
export class FfmpegProcess {
  /** Resolves when the process has ended and its pipes are closed; never rejects. */
  readonly ended: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #options: Options;
  #stderr = '';
  #stopping = false;

  constructor(binary: string, args: readonly string[], options: Options = {}) {
    const { input = 'ignore', output = 'ignore', side = false, files = [], signal, stderrBytes = 8192 } = options;
    this.#options = options;
    // A separate process group: Ctrl-C in a terminal reaches only this process, which then decides how the file ends.
    const detached = process.platform !== 'win32';
    const stdio = [input, output, 'pipe' as const, ...(side ? ['pipe' as const] : []), ...files];
    // A statically linked build crashes on the names of television channels when it loads this system's character tables.
    const env = { GCONV_PATH: '/', ...process.env };
    const child = spawn(binary, args, { stdio, detached, windowsHide: true, env });
    this.#child = child;
    alive.add(child);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrBytes);
    });
    // EPIPE is reported through `ended`, with the messages of ffmpeg.
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

  /** Its stdout with the backpressure of a pipe: ffmpeg waits until its output is read. */
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

  /** The last characters of its stderr, without remarks that a message came several times. */
  get stderr(): string {
    return this.#stderr.replaceAll(REPEATED, '').trim();
  }

  /** Write bytes; resolves when they are in the pipe and their memory may be used again. Fails with its stderr if it has died. */
  async write(bytes: Uint8Array): Promise<void> {
    const stdin = this.#child.stdin;
    if (stdin === null) throw new Error('ffmpeg was started without input: pipe');
    // the callback also gets an error when the pipe breaks or is closed
    if (!stdin.destroyed) await new Promise<void>((written) => stdin.write(bytes, () => written()));
    if (stdin.destroyed) throw this.failure(await this.ended);
  }

  /** End its input. */
  end(): void {
    this.#child.stdin?.end();
  }

  /** End its input and wait until it has ended; fails unless it succeeded. */
  async finish(): Promise<void> {
    this.end();
    const exit = await this.ended;
    // Some muxers report a full disk and still exit with 0.
    if (exit.code !== 0 || DISK_FULL.test(this.#stderr) || this.#options.signal?.aborted) throw this.failure(exit);
  }

  /** Stop it immediately, or after `graceMs` if set, and wait until it has ended; may be called at any time and more than once. */
  async stop(): Promise<void> {
    if (!this.#stopping) {
      this.#stopping = true;
      const { graceMs = 0 } = this.#options;
      // `close` never comes while a pipe is unread.
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

  /** The error for an ffmpeg that ended before its work was done, with the end of its stderr; `cancelled` if it was stopped on request. */
  failure({ code, signal, error }: Exit): HpdmError {
    if (this.#options.signal?.aborted) return cancelled();
    const got = reasonsIn(this.stderr).slice(-10).join('\n            ') || (error?.message ?? 'nothing on its stderr');
    if (DISK_FULL.test(this.#stderr)) return diskFull({ got });
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;
    const advice =
      signal === null ? (this.#options.advice ?? ADVICE.exit) : signal === 'SIGKILL' ? ADVICE.killed : ADVICE.crashed;
    return new HpdmError(
      { code: 'E_FFMPEG', message: `ffmpeg ended before its work was done (${how})`, got, try: advice },
      { cause: error },
    );
  }
}

const DISK_FULL = /No space left on device|Disk quota exceeded/;
const ADVICE = {
  exit: 'see what it said above, and run again',
  killed: 'something outside hpdm ended it, often for want of memory: see the system log, then run again',
  crashed: 'run again; if it is the same, use another ffmpeg (FFMPEG_PATH)',
};
