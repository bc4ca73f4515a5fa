import { HpdmError } from '../../dsl/index.js';
import type { tf } from '../tensor/tf.js';
import { SideSums } from './side-sums.js';
import type { Figure } from './standard-error.js';

/** The distances between two sides. */
export interface FrechetReport {
  /** Videos of a side. */
  readonly videos: number;
  readonly frames: Figure;
  readonly motion: Figure;
  readonly caveats: readonly string[];
}

/** The sums of two sides of videos. */
export class FeatureSums {
  readonly #node: string;
  readonly #one = new SideSums();
  readonly #two = new SideSums();
  #videos = 0;
  #isHalved = false;

  constructor(node: string) {
    this.#node = node;
  }

  /**
   * Add the videos of an item.
   *
   * @param features [B, T, D]
   * @param reference the other side; left out: every other video is on it
   * fails E_NOT_FINITE
   */
  async add(features: tf.Tensor3D, reference: tf.Tensor3D | undefined): Promise<void> {
    const [count, T, D] = features.shape;
    const one = await this.#valuesOf(features, 'features');
    const two = reference && (await this.#valuesOf(reference, 'reference'));
    const wide = reference?.shape[1] ?? T;
    this.#isHalved = two === undefined;
    for (let b = 0; b < count; b++) {
      const number = this.#videos++;
      const pair = this.#isHalved ? Math.floor(number / 2) : number;
      const side = this.#isHalved && number % 2 === 1 ? this.#two : this.#one;
      side.add(pair, one.subarray(b * T * D, (b + 1) * T * D), D);
      if (two) this.#two.add(pair, two.subarray(b * wide * D, (b + 1) * wide * D), D);
    }
  }

  /** The distances of all videos. */
  report(): FrechetReport {
    const videos = this.#isHalved ? Math.floor(this.#videos / 2) : this.#videos;
    const caveats = SideSums.caveats(this.#one, this.#two);
    return { videos, ...SideSums.distances(this.#one, this.#two), caveats };
  }

  async #valuesOf(features: tf.Tensor3D, port: string): Promise<Float32Array> {
    const values = await features.data<'float32'>();
    if (values.every(Number.isFinite)) return values;
    throw new HpdmError({
      code: 'E_NOT_FINITE',
      path: `nodes.${this.#node}.in.${port}`,
      expected: 'features that are numbers',
      got: 'NaN or Infinity',
      try: 'an earlier checkpoint: the model has diverged',
    });
  }
}
