import { HpdmError } from '../../dsl/index.js';
import type { tf } from '../tensor/tf.js';
import { frechetDistance } from './frechet-distance.js';
import { Moments } from './moments.js';
import { figureOf, GROUPS, type Figure } from './standard-error.js';

/** The sums of both sides, of one of the groups of videos. */
interface Pair {
  readonly one: Moments;
  readonly two: Moments;
}

/** The distances between two sides. */
export interface FrechetReport {
  /** Videos of a side. */
  readonly videos: number;
  readonly frames: Figure;
  readonly motion: Figure;
  readonly caveats: readonly string[];
}

/** The sums of two sides of videos, in groups: memory does not grow with the number of videos. */
export class FeatureSums {
  readonly #node: string;
  readonly #groups: { readonly frames: Pair; readonly motion: Pair }[] = [];
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
      const group = this.#group(Math.floor(number / (this.#isHalved ? 2 : 1)) % GROUPS, D);
      const side = this.#isHalved && number % 2 === 1 ? 'two' : 'one';
      addVideo(group.frames[side], group.motion[side], one.subarray(b * T * D, (b + 1) * T * D));
      if (two) addVideo(group.frames.two, group.motion.two, two.subarray(b * wide * D, (b + 1) * wide * D));
    }
  }

  /** The distances of all videos. */
  report(): FrechetReport {
    const videos = this.#isHalved ? Math.floor(this.#videos / 2) : this.#videos;
    const frames = figureOf(
      this.#groups.map((group) => group.frames),
      distance,
    );
    const motion = figureOf(
      this.#groups.map((group) => group.motion),
      distance,
    );
    return { videos, frames, motion, caveats: caveatsOf(this.#groups.map((group) => group.frames)) };
  }

  #group(index: number, width: number): { readonly frames: Pair; readonly motion: Pair } {
    const pair = (): Pair => ({ one: new Moments(width), two: new Moments(width) });
    return (this.#groups[index] ??= { frames: pair(), motion: pair() });
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

/** Add the frames of one video, and their differences. */
function addVideo(frames: Moments, motion: Moments, values: Float32Array): void {
  const { width } = frames;
  for (let at = 0; at < values.length; at += width) {
    frames.add(values, at);
    if (at + width >= values.length) continue;
    motion.add(values.subarray(at, at + width).map((x, i) => (values[at + width + i] as number) - x));
  }
}

/** The distance between the two sides of some groups; undefined for fewer than two vectors. */
function distance(groups: readonly Pair[]): number | undefined {
  const width = groups[0]?.one.width ?? 0;
  const [one, two] = (['one', 'two'] as const).map((side) =>
    Moments.total(
      groups.map((group) => group[side]),
      width,
    ),
  );
  if (one === undefined || two === undefined || Math.min(one.count, two.count) < 2) return undefined;
  return frechetDistance(one, two);
}

function caveatsOf(groups: readonly Pair[]): string[] {
  const width = groups[0]?.one.width ?? 0;
  const counts = (['one', 'two'] as const).map((side) => groups.reduce((sum, group) => sum + group[side].count, 0));
  const fewest = Math.min(...counts);
  if (fewest > width) return [];
  return [
    `${fewest} vectors of ${width} numbers do not determine a covariance: the distance is too large; more videos or frames make it smaller`,
  ];
}
