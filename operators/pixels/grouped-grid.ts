import type * as tf from '@tensorflow/tfjs';
import { ScratchFile } from '../disk/scratch-file.js';
import type { Slab } from '../tiles/slab.js';
import type { Frames } from '../values/frames.js';
import { fromTensor } from './from-tensor.js';
import { Grid } from './grid.js';
import { videoBytes, type VideoBytes } from './video-bytes.js';

/** Videos of a slab that wait for those of the last group. */
interface Waiting extends Omit<VideoBytes, 'data'> {
  readonly first: number;
  /** Where their bytes are in the file. */
  readonly at: number;
  readonly bytes: number;
}

/** Frames with all videos as a grid, where the videos come in groups: the bytes of the groups before the last one wait in a file. */
export class GroupedGrid {
  readonly #gap: number;
  readonly #place: string;
  /** By the number of the slab. */
  readonly #waiting = new Map<number, Waiting[]>();
  #file: ScratchFile | undefined;
  #end = 0;

  /**
   * @param gap pixels between the videos
   * @param place the place where the videos entered, for messages
   */
  constructor(gap: number, place: string) {
    this.#gap = gap;
    this.#place = place;
  }

  /**
   * The frames of a slab, with the videos of all groups; none before the last group.
   *
   * @param video [B, n, H, W, C]
   * @param slab left out where all videos come together
   * fails like `videoBytes`; E_DISK_FULL
   */
  async frames(video: tf.Tensor5D, slab: Slab | undefined): Promise<Frames> {
    const {
      first: number,
      count,
      of,
      from,
    } = slab?.videos ?? { first: 0, count: video.shape[0], of: video.shape[0], from: 0 };
    const first = number - from;
    if (slab === undefined || count === of) return fromTensor(video, { gap: this.#gap, place: this.#place });
    const bytes = await videoBytes(video, undefined, this.#place);
    const grid = new Grid(of, first + count < of ? { ...bytes, count: 0 } : bytes, this.#gap);
    if (first + count < of) this.#put(slab.number, first, bytes);
    else {
      for (const waiting of this.#waiting.get(slab.number) ?? []) grid.lay(this.#take(waiting), waiting.first);
      grid.lay(bytes, first);
    }
    return grid.frames;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #put(slab: number, first: number, { data, ...size }: VideoBytes): void {
    this.#file ??= new ScratchFile();
    this.#file.write(this.#end, data);
    const waiting = { ...size, first, at: this.#end, bytes: data.length };
    this.#waiting.set(slab, [...(this.#waiting.get(slab) ?? []), waiting]);
    this.#end += data.length;
  }

  #take({ at, bytes, ...size }: Waiting): VideoBytes {
    const data = new Uint8Array(bytes);
    this.#file?.read(at, data);
    return { ...size, data };
  }
}
