import { itemAt, levelOf, type Cascade } from '../../dsl/index.js';
import { ScratchFile } from '../disk/scratch-file.js';
import { toTensor } from '../pixels/to-tensor.js';
import { filled } from '../tensor/filled.js';
import { product } from '../tensor/product.js';
import { readFloats } from '../tensor/read-floats.js';
import { tf } from '../tensor/tf.js';
import type { FittedClip } from '../values/fitted-clip.js';
import type { Frames } from '../values/frames.js';
import type { Recording, Timing } from '../values/timing.js';
import { fitFrames, sideMatrices, type Fit, type SideMatrices } from './fit-frames.js';

/** What frames are brought to. */
export interface Fitting {
  readonly cascade: Cascade;
  /** The last level that they stand for, and the last one that is sampled, whose frames their time becomes that of. */
  readonly level: number;
  readonly until: number;
  readonly fit: Fit;
  /** Frames a second of that level where the video is a single frame. */
  readonly still: number;
}

/** The frames of a video in the sizes of levels, as 32-bit floats in files of the temporary folder: their number takes no memory. */
export class FittedFrames implements FittedClip {
  readonly #fitting: Fitting;
  /** By level. */
  readonly #files: readonly ScratchFile[];
  #count = 0;
  /** Seconds that the frames are shown, and how many a second; undefined where they have no times. */
  #seconds: number | undefined;
  #rate: number | undefined;
  #size: readonly [height: number, width: number] = [0, 0];
  #source: Recording | undefined;

  /** fails E_FOLDER, E_DISK_FULL when the temporary folder takes no file */
  constructor(fitting: Fitting) {
    this.#fitting = fitting;
    const files: ScratchFile[] = [];
    this.#files = files;
    try {
      for (let level = 0; level <= fitting.level; level++) files.push(new ScratchFile());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get count(): number {
    return this.#count;
  }

  /** Seconds that the frames are shown, where they have times. */
  get seconds(): number | undefined {
    return this.#seconds;
  }

  /** Height and width of the frames as they were read. */
  get size(): readonly [height: number, width: number] {
    return this.#size;
  }

  /** As many frames as the last level that is sampled has last as long as those that were read; those of a single one have a rate of their own. */
  get timing(): Timing | undefined {
    const { cascade, until, still } = this.#fitting;
    if (this.#count === 1) return { rate: still, ...(this.#source && { source: this.#source }) };
    const [frames] = levelOf(cascade, until).size;
    if (this.#seconds === undefined || this.#rate === undefined) return undefined;
    const rate = frames === this.#count ? this.#rate : frames / this.#seconds;
    return { rate, ...(this.#source && { source: this.#source }) };
  }

  /** Read all frames. fails E_DISK_FULL; E_CHANNELS where the cascade has neither colours nor grey; and as they do */
  async readAll(frames: AsyncIterable<Frames>): Promise<void> {
    let sides: readonly SideMatrices[] | undefined;
    try {
      for await (const item of frames) {
        sides ??= this.#sidesFor([item.height, item.width]);
        await this.#add(item, sides);
        this.#note(item);
        item.recycle?.();
      }
    } finally {
      tf.dispose(sides?.map(({ h, w }) => [h, w]) ?? []);
    }
  }

  frames(level: number, numbers: readonly number[]): tf.Tensor5D {
    const shape = this.#shapeOf(level);
    const size = product(shape);
    return filled<tf.Rank.R5>([1, numbers.length, ...shape], (data) => {
      numbers.forEach((number, i) =>
        itemAt(this.#files, level).read(number * size, data.subarray(i * size, (i + 1) * size)),
      );
    });
  }

  close(): void {
    for (const file of this.#files) file.close();
  }

  #sidesFor(size: readonly [number, number]): readonly SideMatrices[] {
    const { cascade, fit } = this.#fitting;
    this.#size = size;
    return this.#files.map((_, level) => {
      const [, H, W] = levelOf(cascade, level).size;
      return sideMatrices(size, [H, W], fit);
    });
  }

  async #add(item: Frames, sides: readonly SideMatrices[]): Promise<void> {
    const { channels } = this.#fitting.cascade;
    const video = toTensor(item);
    try {
      for (const [level, file] of this.#files.entries()) {
        const fitted = tf.tidy(() => fitFrames(video, itemAt(sides, level), channels));
        try {
          file.write(this.#count * product(this.#shapeOf(level)), await readFloats(fitted));
        } finally {
          fitted.dispose();
        }
      }
    } finally {
      video.dispose();
    }
    this.#count += item.count;
  }

  /** Note how long the frames up to now are shown; the last one for as long as frames are on average. */
  #note({ timing }: Frames): void {
    if (timing === undefined) return;
    this.#source ??= timing.source;
    this.#rate ??= timing.rate;
    const last = timing.times?.at(-1);
    this.#seconds = last === undefined ? this.#count / this.#rate : last + 1 / this.#rate;
  }

  #shapeOf(level: number): [number, number, number] {
    const { cascade } = this.#fitting;
    const [, H, W] = levelOf(cascade, level).size;
    return [H, W, cascade.channels];
  }
}
