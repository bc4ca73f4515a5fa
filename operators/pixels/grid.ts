import type { Frames } from '../values/frames.js';
import type { VideoBytes } from './video-bytes.js';

/** Brightness of the gap between the videos of a grid. */
const GAP = 64;

/** The size of a grid. */
export interface GridSize {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** The nearly square grid of some videos. */
export function gridOf(videos: number, height: number, width: number, gap: number): GridSize {
  const columns = Math.ceil(Math.sqrt(videos));
  const rows = Math.ceil(videos / columns);
  return { columns, width: columns * (width + gap) - gap, height: rows * (height + gap) - gap };
}

/** Frames on which videos of one size lie as a nearly square grid; they come in groups, one after the other. */
export class Grid {
  readonly frames: Frames;
  readonly #columns: number;
  readonly #gap: number;

  /**
   * @param videos that will lie on it
   * @param like some of them
   * @param gap pixels between them
   */
  constructor(videos: number, like: Omit<VideoBytes, 'videos' | 'data'>, gap: number) {
    const { columns, ...size } = gridOf(videos, like.height, like.width, gap);
    const { count, channels } = like;
    const data = new Uint8Array(count * size.width * size.height * channels).fill(videos > 1 ? GAP : 0);
    this.frames = { ...size, channels, count, data };
    this.#columns = columns;
    this.#gap = gap;
  }

  /**
   * Lay videos on it.
   *
   * @param first number of the first of them
   * @param from the first of their frames that are laid on the frames of the grid
   */
  lay({ videos, count, height, width, channels, data }: VideoBytes, first = 0, from = 0): void {
    const { frames } = this;
    const [line, row] = [width * channels, frames.width * channels];
    for (let b = 0; b < videos; b++) {
      const [down, right] = [Math.floor((first + b) / this.#columns), (first + b) % this.#columns];
      const corner = down * (height + this.#gap) * row + right * (width + this.#gap) * channels;
      for (let f = 0; f < frames.count; f++) {
        for (let y = 0; y < height; y++) {
          const at = ((b * count + from + f) * height + y) * line;
          frames.data.set(data.subarray(at, at + line), f * frames.height * row + corner + y * row);
        }
      }
    }
  }
}
