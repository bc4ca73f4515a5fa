import type * as tf from '@tensorflow/tfjs';
import type { Frames } from '../values/frames.js';
import { evenly } from './evenly.js';
import { Grid } from './grid.js';
import { videoBytes } from './video-bytes.js';

/** How many times as many frames are kept as are shown, at most. */
const SPARE = 4;
/** Pixels between the videos of a batch. */
const GAP = 2;

/** Videos that are shown, at most: the first ones. */
const MOST = 64;

/** Which of the videos of a row come: those from `first` on, of so many. */
interface Among {
  readonly first: number;
  readonly of: number;
  /** The number of the first of all. */
  readonly from: number;
}

/**
 * A row of a contact sheet whose videos come in pieces, and whose length is not known: it keeps frames at equal distances, and no more than
 * some. The videos may come in groups, all pieces of one after those of the one before. Of more than 64 videos the first 64 are shown, and the label says so.
 */
export class GrowingRow {
  readonly #columns: number;
  readonly #place: string;
  #kept: { readonly number: number; readonly grid: Grid }[] = [];
  #stride = 1;
  /** The first video of the group, and how many of its frames have come. */
  #first = 0;
  #count = 0;
  #size = '';
  #videos = 0;

  /**
   * @param columns frames to show
   * @param place the place where the video entered, for messages
   */
  constructor(columns: number, place: string) {
    this.#columns = columns;
    this.#place = place;
  }

  /** Add the next frames of videos, perhaps none; by default of all videos. */
  async add(video: tf.Tensor5D, videos: Among = { first: 0, of: video.shape[0], from: 0 }): Promise<void> {
    const [first, of] = [videos.first - videos.from, videos.of];
    if (first !== this.#first) [this.#first, this.#count] = [first, 0];
    const from = this.#count;
    this.#size = `${video.shape[3]}×${video.shape[2]}`;
    this.#count += video.shape[1];
    this.#videos = of;
    const shown = Math.min(video.shape[0], MOST - first);
    if (shown <= 0) return;
    const numbers = Array.from({ length: video.shape[1] }, (_, i) => from + i).filter((n) => n % this.#stride === 0);
    if (numbers.length === 0) return;
    const pick = numbers.map((number) => number - from);
    const picked = await videoBytes(video, pick, this.#place);
    numbers.forEach((number, i) => {
      const grid = this.#gridOf(number, () => new Grid(Math.min(of, MOST), { ...picked, count: 1 }, GAP));
      grid.lay({ ...picked, videos: shown }, first, i);
    });
    while (this.#kept.length > SPARE * this.#columns) {
      this.#stride *= 2;
      this.#kept = this.#kept.filter(({ number }) => number % this.#stride === 0);
    }
  }

  /** The frames to show, about evenly spaced; exactly as `evenly` says if the video has no more than four times as many. */
  frames(): Frames {
    const shown = evenly(this.#kept.length, this.#columns).flatMap((i) => this.#kept[i]?.grid.frames ?? []);
    const [first] = shown;
    if (first === undefined) throw new RangeError('a video without frames');
    return { ...first, count: shown.length, data: Buffer.concat(shown.map(({ data }) => data)) };
  }

  /** The number of frames and their size, and of how many videos the first are shown. */
  get label(): string {
    const some = this.#videos > MOST ? `, the first ${MOST} of ${this.#videos} videos` : '';
    return `${this.#count} × ${this.#size}${some}`;
  }

  #gridOf(number: number, make: () => Grid): Grid {
    const known = this.#kept.find((one) => one.number === number)?.grid;
    if (known !== undefined) return known;
    const grid = make();
    this.#kept.push({ number, grid });
    return grid;
  }
}
