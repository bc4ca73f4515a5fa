import { counted } from '../../dsl/index.js';
import { frechetDistance } from './frechet-distance.js';
import { Moments } from './moments.js';
import { figureOf, GROUPS, type Figure } from './standard-error.js';

interface Sums {
  readonly frames: Moments;
  readonly motion: Moments;
}

/** The sums of the features of many videos, in groups, so that memory does not grow with their number. */
export class SideSums {
  readonly #groups: Sums[] = [];

  /**
   * Add a video.
   *
   * @param number of the video, which decides its group
   * @param values [T, D], the features of its frames
   */
  add(number: number, values: Float32Array, width: number): void {
    const { frames, motion } = (this.#groups[number % GROUPS] ??= {
      frames: new Moments(width),
      motion: new Moments(width),
    });
    for (let at = 0; at < values.length; at += width) {
      frames.add(values, at);
      if (at + width >= values.length) continue;
      motion.add(values.subarray(at, at + width).map((x, i) => (values[at + width + i] as number) - x));
    }
  }

  /** The Fréchet distances between two sides: of their frames, and of the differences from each frame to the next. */
  static distances(one: SideSums, two: SideSums): { readonly frames: Figure; readonly motion: Figure } {
    const of = (kind: keyof Sums): Figure => {
      const count = Math.max(one.#groups.length, two.#groups.length);
      const pairs = Array.from({ length: count }, (_, g) => [one.#groups[g]?.[kind], two.#groups[g]?.[kind]] as const);
      return figureOf(pairs, distance);
    };
    return { frames: of('frames'), motion: of('motion') };
  }

  /** What makes the distance of frames between two sides too large, in words. */
  static caveats(one: SideSums, two: SideSums): string[] {
    const width = one.#groups[0]?.frames.width ?? 0;
    const counts = [one, two].map((side) => side.#groups.reduce((sum, { frames }) => sum + frames.count, 0));
    const fewest = Math.min(...counts);
    if (fewest > width) return [];
    return [
      `${counted(fewest, 'vector')} of ${counted(width, 'number')} ${fewest === 1 ? 'does' : 'do'} not determine a covariance: the distance is too large; more videos or frames make it smaller`,
    ];
  }
}

/** The distance between the two sides of some groups; undefined for fewer than two vectors. */
function distance(pairs: readonly (readonly [Moments | undefined, Moments | undefined])[]): number | undefined {
  const width = pairs[0]?.[0]?.width ?? 0;
  const total = (side: 0 | 1): Moments =>
    Moments.total(
      pairs.flatMap((pair) => pair[side] ?? []),
      width,
    );
  const [one, two] = [total(0), total(1)];
  return Math.min(one.count, two.count) < 2 ? undefined : frechetDistance(one, two);
}
