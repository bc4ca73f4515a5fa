import type * as tf from '@tensorflow/tfjs';
import type { Frames } from '../values/frames.js';
import { evenly } from './evenly.js';
import { fromTensor } from './from-tensor.js';

/** How many times as many frames are kept as are shown, at most. */
const SPARE = 4;

/** A row of a contact sheet whose video comes in pieces, and whose length is not known: it keeps frames at equal distances, and no more than some. */
export class GrowingRow {
  readonly #columns: number;
  readonly #place: string;
  #kept: { readonly number: number; readonly frame: Frames }[] = [];
  #stride = 1;
  #count = 0;
  #size = '';

  /**
   * @param columns frames to show
   * @param place the place where the video entered, for messages
   */
  constructor(columns: number, place: string) {
    this.#columns = columns;
    this.#place = place;
  }

  /** Add the next frames, perhaps none. */
  async add(video: tf.Tensor5D): Promise<void> {
    const from = this.#count;
    this.#size = `${video.shape[3]}×${video.shape[2]}`;
    this.#count += video.shape[1];
    const numbers = Array.from({ length: video.shape[1] }, (_, i) => from + i).filter((n) => n % this.#stride === 0);
    if (numbers.length === 0) return;
    const picked = await fromTensor(video, { pick: numbers.map((number) => number - from), place: this.#place });
    const bytes = picked.data.length / picked.count;
    numbers.forEach((number, i) => {
      const data = picked.data.slice(i * bytes, (i + 1) * bytes);
      this.#kept.push({ number, frame: { ...picked, count: 1, data } });
    });
    while (this.#kept.length > SPARE * this.#columns) {
      this.#stride *= 2;
      this.#kept = this.#kept.filter(({ number }) => number % this.#stride === 0);
    }
  }

  /** The frames to show, about evenly spaced; exactly as `evenly` says if the video has no more than four times as many. */
  frames(): Frames {
    const shown = evenly(this.#kept.length, this.#columns).flatMap((i) => this.#kept[i]?.frame ?? []);
    const [first] = shown;
    if (first === undefined) throw new RangeError('a video without frames');
    return { ...first, count: shown.length, data: Buffer.concat(shown.map(({ data }) => data)) };
  }

  /** The number of frames and their size. */
  get label(): string {
    return `${this.#count} × ${this.#size}`;
  }
}
