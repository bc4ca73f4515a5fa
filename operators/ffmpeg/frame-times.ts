import type { Readable } from 'node:stream';

/** The header of ffmpeg's `framecrc` output, before the first frame. */
export interface Header {
  readonly width: number;
  readonly height: number;
}

/** Reads the times of frames from ffmpeg's `framecrc` output as it comes. */
export class FrameTimes {
  /** The size of the frames; undefined if the stream ends without a frame. */
  readonly header: Promise<Header | undefined>;
  readonly #times: number[] = [];
  #tick = 1;
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(stream: Readable) {
    let rest = '';
    this.header = new Promise((resolve) => {
      stream.setEncoding('latin1').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const header = this.#read(line);
          if (header !== undefined) resolve(header);
        }
        this.#wake();
      });
      const end = (): void => {
        this.#ended = true;
        this.#wake();
        resolve(undefined);
      };
      // a broken stream counts as ended; the messages of ffmpeg are reported elsewhere
      stream.on('error', end).on('close', end);
    });
  }

  /** The times of the next `count` frames in seconds; fewer if the stream ends before. */
  async take(count: number): Promise<readonly number[]> {
    while (this.#times.length < count && !this.#ended) await new Promise<void>((wake) => (this.#wake = wake));
    return this.#times.splice(0, count);
  }

  /** One line: `#tb 0: 1/90000`, `#dimensions 0: 64x48`, or `0, dts, pts, duration, size, checksum`. */
  #read(line: string): Header | undefined {
    if (!line.startsWith('#')) {
      this.#times.push(Number(line.split(',')[2]) * this.#tick);
      return undefined;
    }
    const [, over, under] = /^#tb 0: (\d+)\/(\d+)/.exec(line) ?? [];
    if (over !== undefined) this.#tick = Number(over) / Number(under);
    const [, width, height] = /^#dimensions 0: (\d+)x(\d+)/.exec(line) ?? [];
    return width === undefined ? undefined : { width: Number(width), height: Number(height) };
  }
}
