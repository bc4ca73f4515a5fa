import { itemAt, type StitchWindow } from '../../dsl/index.js';
import type { CanvasDenoiser } from '../diffusion/sample-canvas.js';
import { matMul } from '../tensor/matmul.js';
import { tf } from '../tensor/tf.js';
import { stitchMatrix } from './stitch-matrix.js';

/** The tiles of a level along time. */
export interface TilesAlong {
  readonly starts: readonly number[];
  /** Frames of a tile, and of the level. */
  readonly tile: number;
  readonly length: number;
  readonly window: StitchWindow;
}

/** Makes the estimate of the frames under a tile, [B, tile, H, W, C]. */
type TileDenoiser = (tile: number, ...estimate: Parameters<CanvasDenoiser>) => Promise<tf.Tensor5D>;

/** A slab that waits for its estimate. */
interface Waiting {
  readonly x: tf.Tensor5D;
  readonly sigma: number;
  readonly step: number;
  /** What the tiles over it have said so far. */
  readonly said: Map<number, tf.Tensor5D>;
  readonly resolve: (estimate: tf.Tensor5D) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Denoises the slabs of a level, each of which is sampled by itself: the frames from the start of a tile to that of the next. A tile goes
 * through the network when all slabs under it wait for an estimate, and a slab has its estimate when all tiles over it have gone through:
 * where tiles overlap along time, their estimates are averaged as `stitch.average` does it.
 */
export class JointDenoiser {
  readonly #tiles: TilesAlong;
  readonly #denoise: TileDenoiser;
  readonly #waiting = new Map<number, Waiting>();
  /** How many slabs are on their way to the next estimate, or to their end. */
  #busy = 0;
  #wake: () => void = () => undefined;
  #failure: Error | undefined;

  /** @param denoise denoises the frames under a tile, [B, tile, H, W, C] */
  constructor(tiles: TilesAlong, denoise: TileDenoiser) {
    this.#tiles = tiles;
    this.#denoise = denoise;
  }

  /** Sample a slab with a denoiser of it, whose estimates come while `until` runs. */
  async sample<T>(slab: number, sampling: (denoise: CanvasDenoiser) => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await sampling((x, sigma, step) => this.#ask(slab, x, sigma, step));
    } finally {
      this.#busy -= 1;
      this.#wake();
    }
  }

  /**
   * Let tiles go through the network until something that waits for them is done: whenever no slab is on its way, the first that can. So
   * their order is always the same, and members that sample together keep step.
   *
   * fails RangeError when it waits for tiles none of which can ever go through, because slabs under them are not sampled
   */
  async until<T>(done: Promise<T>): Promise<T> {
    const ending = { isOver: false };
    const over = (): void => {
      ending.isOver = true;
      this.#wake();
    };
    done.then(over, over);
    while (await goOn(ending)) {
      const tile = this.#busy > 0 ? undefined : this.#firstReady();
      if (tile !== undefined) await this.#pass(tile);
      else if (this.#busy > 0) await new Promise<void>((wake) => (this.#wake = wake));
      else throw this.#stuck();
    }
    return done;
  }

  /** Make all slabs fail that wait now or later. */
  fail(reason: Error): void {
    this.#failure = reason;
    for (const { said, reject } of this.#waiting.values()) {
      tf.dispose([...said.values()]);
      this.#busy += 1;
      reject(reason);
    }
    this.#waiting.clear();
  }

  #ask(slab: number, x: tf.Tensor5D, sigma: number, step: number): Promise<tf.Tensor5D> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.set(slab, { x, sigma, step, said: new Map(), resolve, reject });
      this.#busy -= 1;
      this.#wake();
    });
  }

  #stuck(): RangeError {
    const slabs = [...this.#waiting.keys()].sort((a, b) => a - b);
    const tiles = new Set(slabs.flatMap((slab) => this.#over(slab)));
    const missing = [...tiles].flatMap((tile) => this.#under(tile)).filter((slab) => !this.#waiting.has(slab));
    const [waiting, lacking] = [slabs, [...new Set(missing)]].map((some) => some.join(', ') || 'none');
    return new RangeError(`no tile can go on: slabs ${waiting} wait for tiles that also lie over slabs ${lacking}`);
  }

  #firstReady(): number | undefined {
    const candidates = [...this.#waiting.keys()].flatMap((slab) => this.#over(slab)).sort((a, b) => a - b);
    return candidates.find((tile) =>
      this.#under(tile).every((slab) => this.#waiting.get(slab)?.said.has(tile) === false),
    );
  }

  /** Put a tile through the network, and give what it says to the slabs under it. */
  async #pass(tile: number): Promise<void> {
    const length = this.#tiles.tile;
    const slabs = this.#under(tile);
    const waiting = slabs.map((slab) => this.#waiting.get(slab) as Waiting);
    const canvas = tf.tidy(() => {
      const all =
        waiting.length === 1
          ? itemAt(waiting, 0).x
          : tf.concat<tf.Tensor5D>(
              waiting.map(({ x }) => x),
              1,
            );
      return all.shape[1] === length ? tf.clone(all) : tf.slice(all, [0, 0, 0, 0, 0], [-1, length, -1, -1, -1]);
    });
    try {
      const { sigma, step } = itemAt(waiting, 0);
      const said = await this.#denoise(tile, canvas, sigma, step);
      for (const one of waiting) one.said.set(tile, tf.clone(said));
      said.dispose();
    } finally {
      canvas.dispose();
    }
    for (const slab of slabs) this.#settle(slab);
  }

  /** Give a slab its estimate if all tiles over it have gone through. */
  #settle(slab: number): void {
    const { said, resolve } = this.#waiting.get(slab) as Waiting;
    const over = this.#over(slab);
    if (over.some((tile) => !said.has(tile))) return;
    this.#waiting.delete(slab);
    this.#busy += 1;
    const tensors = over.map((tile) => said.get(tile) as tf.Tensor5D);
    const estimate = this.#average(slab, over, tensors);
    tf.dispose(tensors);
    resolve(estimate);
  }

  /** The mean of what tiles say about the frames of a slab, with the weights of the window. */
  #average(slab: number, over: readonly number[], said: readonly tf.Tensor5D[]): tf.Tensor5D {
    const { starts, tile, window } = this.#tiles;
    const [first, own, frames] = [itemAt(starts, itemAt(over, 0)), itemAt(starts, slab), this.#framesOf(slab)];
    return tf.tidy(() => {
      if (said.length === 1 && frames === tile) return tf.clone(itemAt(said, 0));
      const places = over.map((number) => itemAt(starts, number) - first);
      const whole = stitchMatrix(places, tile, itemAt(places, places.length - 1) + tile, window);
      const weights = tf.slice(whole, [0, own - first, 0], [1, frames, -1]);
      const all = tf.concat<tf.Tensor5D>([...said], 1);
      const [batch, length, ...rest] = all.shape;
      const pixels = rest[0] * rest[1] * rest[2];
      const mean = matMul(tf.tile(weights, [batch, 1, 1]), tf.reshape<tf.Rank.R3>(all, [batch, length, pixels]));
      return tf.reshape(mean, [batch, frames, ...rest]);
    });
  }

  #framesOf(slab: number): number {
    const { starts, length } = this.#tiles;
    return (starts[slab + 1] ?? length) - itemAt(starts, slab);
  }

  /** The slabs under a tile. */
  #under(tile: number): number[] {
    const { starts, tile: length } = this.#tiles;
    const end = itemAt(starts, tile) + length;
    const slabs: number[] = [];
    for (let slab = tile; slab < starts.length && itemAt(starts, slab) < end; slab++) slabs.push(slab);
    return slabs;
  }

  /** The tiles over a slab. */
  #over(slab: number): number[] {
    const { starts, tile: length } = this.#tiles;
    const tiles: number[] = [];
    for (let tile = slab; tile >= 0 && itemAt(starts, tile) + length > itemAt(starts, slab); tile--)
      tiles.unshift(tile);
    return tiles;
  }
}

/** Whether there is more to wait for, after slabs that have an estimate have gone on to the next. */
async function goOn(ending: { readonly isOver: boolean }): Promise<boolean> {
  await new Promise((resume) => setImmediate(resume));
  return !ending.isOver;
}
