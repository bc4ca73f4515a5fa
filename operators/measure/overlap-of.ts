import { figureOf, GROUPS, type Figure } from './standard-error.js';

/** Which neighbour bounds the ball around a video: of precision and recall, and of density and coverage, as in their papers. */
const [NEAREST, DENSE] = [3, 5] as const;

/** Vectors of the same width, one after the other. */
export interface Vectors {
  readonly width: number;
  readonly values: Float32Array;
}

/** How well samples lie among real videos and cover them; null of too few videos. */
export interface Overlap {
  /** Share of the samples that lie near a real video, and of the real videos that lie near a sample. */
  readonly precision: Figure;
  readonly recall: Figure;
  /** In how many balls of real videos a sample lies, of those that it may lie in by chance; share of the balls with a sample in them. */
  readonly density: Figure;
  readonly coverage: Figure;
}

/** How many of a group's samples or real videos were counted. */
interface Counts {
  near: number;
  inBalls: number;
  samples: number;
  recalled: number;
  covered: number;
  reals: number;
}

/**
 * Precision and recall, density and coverage of samples among real videos. Distances are made row by row, so memory grows with the number of
 * videos and not with its square. Errors are those of leaving out a tenth of the counted samples and real videos at a time; the balls are those
 * of all.
 *
 * source Kynkäänniemi et al. 2019; Naeem et al. 2020
 */
export function overlapOf(samples: Vectors, reals: Vectors): Overlap {
  const [made, real] = [samples, reals].map(countOf) as [number, number];
  const [near, dense] = [radii(reals, NEAREST), radii(reals, DENSE)];
  const around = radii(samples, NEAREST);
  const groups = Array.from({ length: GROUPS }, (): Counts => ({
    ...{ near: 0, inBalls: 0, samples: 0, recalled: 0, covered: 0, reals: 0 },
  }));
  const [recalled, covered] = [new Uint8Array(real), new Uint8Array(real)];
  for (let i = 0; i < made; i++) {
    const group = groups[i % GROUPS] as Counts;
    let isNear = false;
    for (let j = 0; j < real; j++) {
      const distance = squared(samples, i, reals, j);
      if (distance <= (near[j] as number)) isNear = true;
      if (distance <= (around[i] as number)) recalled[j] = 1;
      if (distance > (dense[j] as number)) continue;
      group.inBalls += 1;
      covered[j] = 1;
    }
    group.samples += 1;
    if (isNear) group.near += 1;
  }
  for (let j = 0; j < real; j++) {
    const group = groups[j % GROUPS] as Counts;
    group.reals += 1;
    group.recalled += recalled[j] as number;
    group.covered += covered[j] as number;
  }
  const share = (of: keyof Counts, among: 'samples' | 'reals', isKnown: boolean, scale = 1): Figure =>
    figureOf(isKnown ? groups.filter((group) => group[among] > 0) : [], (some) => {
      const total = (key: keyof Counts): number => some.reduce((sum, counts) => sum + counts[key], 0);
      return total(among) === 0 ? undefined : total(of) / scale / total(among);
    });
  return {
    precision: share('near', 'samples', real > NEAREST),
    recall: share('recalled', 'reals', made > NEAREST),
    density: share('inBalls', 'samples', real > DENSE, DENSE),
    coverage: share('covered', 'reals', real > DENSE),
  };
}

/** The squared distance of each vector to its k-th neighbour among the others; Infinity if there are not so many. */
function radii(of: Vectors, k: number): Float64Array {
  const count = countOf(of);
  return Float64Array.from({ length: count }, (_, i) => {
    const nearest: number[] = [];
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      const distance = squared(of, i, of, j);
      if (nearest.length === k && distance >= (nearest[k - 1] as number)) continue;
      nearest.push(distance);
      nearest.sort((a, b) => a - b);
      if (nearest.length > k) nearest.pop();
    }
    return nearest[k - 1] ?? Infinity;
  });
}

/** Number of vectors. */
export const countOf = ({ width, values }: Vectors): number => values.length / width;

/** The squared distance between two vectors. */
export function squared(a: Vectors, i: number, b: Vectors, j: number): number {
  const { width } = a;
  let sum = 0;
  for (let d = 0; d < width; d++) {
    const difference = (a.values[i * width + d] as number) - (b.values[j * width + d] as number);
    sum += difference * difference;
  }
  return sum;
}
