import { constants } from 'node:buffer';
import { counted, HpdmError } from '../../dsl/index.js';
import type { Frames } from '../values/frames.js';
import { startFfmpeg } from './ffmpeg.js';
import type { FfmpegProcess } from './ffmpeg-process.js';
import { FrameTimes, type Header } from './frame-times.js';
import { MemoryPool } from './memory-pool.js';
import { openRawPipe, type RawPipe } from './raw-pipe.js';

/** Options for reading frames from an ffmpeg with the arguments of `decodingArguments`. */
export interface Taking {
  readonly channels: 1 | 3;
  /** Frames per item. */
  readonly chunk: number;
  /** Whether ffmpeg reads the standard input of this process. */
  readonly stdin: boolean;
  /** What ffmpeg reads instead of a file. */
  readonly pieces?: AsyncIterable<Uint8Array> | undefined;
  readonly signal: AbortSignal;
  /** What to try when ffmpeg refuses its arguments. */
  readonly advice?: string | undefined;
  /** The number of frames that the file states. */
  readonly expected?: number | undefined;
  /** Where the settings are, for messages: `nodes.NAME.with`. */
  readonly place: string;
  /** Largest item in bytes; by default, the longest array that there can be. */
  readonly mostBytes?: number;
}

/** Frames with the time of each in seconds. */
export type Decoded = Frames & { readonly at: readonly number[] };

/** A decoding ffmpeg and its frames. */
export class Decoder {
  readonly #taking: Taking;
  readonly #ffmpeg: FfmpegProcess;
  readonly #pipe: RawPipe;
  /** The error of the input, if there was one. */
  readonly #fed: Promise<Error | undefined>;

  private constructor(taking: Taking, ffmpeg: FfmpegProcess, pipe: RawPipe) {
    this.#taking = taking;
    this.#ffmpeg = ffmpeg;
    this.#pipe = pipe;
    this.#fed = feed(ffmpeg, taking.pieces);
  }

  static async start(args: readonly string[], taking: Taking): Promise<Decoder> {
    const pipe = await openRawPipe();
    try {
      const input = taking.pieces !== undefined ? 'pipe' : taking.stdin ? 'inherit' : 'ignore';
      const { signal, advice } = taking;
      const ffmpeg = await startFfmpeg(args, { input, output: pipe.writer, side: true, signal, advice });
      pipe.writer.destroy();
      return new Decoder(taking, ffmpeg, pipe);
    } catch (error) {
      pipe.close();
      throw error;
    }
  }

  /** The last messages of ffmpeg about damaged parts. */
  get complaints(): string {
    return this.#ffmpeg.stderr;
  }

  /**
   * Items of `chunk` frames; the last one may be shorter. Their memory is used again when they are released.
   *
   * fails E_SIZE when an item would be larger than `mostBytes`; if ffmpeg fails
   */
  async *frames(): AsyncGenerator<Decoded> {
    const { channels, chunk, expected = 0, mostBytes = constants.MAX_LENGTH } = this.#taking;
    const times = new FrameTimes(this.#ffmpeg.side);
    const header = await times.header;
    if (header !== undefined) {
      const frameBytes = header.width * header.height * channels;
      // a still needs the memory of one frame, whatever `chunk` says: pages that are not written take no room
      const most = Math.floor(mostBytes / frameBytes);
      if (most === 0 || (most < chunk && most < expected)) throw this.#tooLarge(header, most);
      const pool = new MemoryPool(frameBytes * Math.min(chunk, most));
      for await (const piece of this.#pipe.read(pool.take)) {
        // an incomplete last frame means that ffmpeg has died, which `finish` reports
        const count = Math.floor(piece.length / frameBytes);
        if (count === 0) continue;
        if (count === most && most < chunk) throw this.#tooLarge(header, most);
        const at = await times.take(count);
        const data = piece.subarray(0, count * frameBytes);
        // `...` last: V8 makes a hidden class per object, which outlives the item, where properties follow it
        yield { channels, count, data, at, recycle: () => pool.give(piece), ...header };
      }
    }
    await this.#ffmpeg.finish();
    const error = await this.#fed;
    if (error !== undefined) throw error;
  }

  #tooLarge({ width, height }: Header, most: number): HpdmError {
    return new HpdmError({
      code: 'E_SIZE',
      path: `${this.#taking.place}.chunk`,
      expected: 'items of frames that fit into one array',
      got: `${counted(this.#taking.chunk, 'frame')} of ${width}×${height} pixels`,
      try: most > 0 ? `chunk: ${most}` : 'a smaller size: [height, width]',
    });
  }

  /** Stop ffmpeg immediately and wait until it has ended. */
  async stop(): Promise<void> {
    this.#pipe.close();
    await this.#ffmpeg.stop();
  }
}

/** Write the input to ffmpeg. @returns the error of the input, if there is one; an error of ffmpeg is reported by `finish` */
async function feed(ffmpeg: FfmpegProcess, pieces?: AsyncIterable<Uint8Array>): Promise<Error | undefined> {
  if (pieces === undefined) return undefined;
  const taken = (piece: Uint8Array): Promise<boolean> =>
    ffmpeg.write(piece).then(
      () => true,
      () => false,
    );
  try {
    for await (const piece of pieces) if (!(await taken(piece))) break;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    ffmpeg.end();
  }
}
