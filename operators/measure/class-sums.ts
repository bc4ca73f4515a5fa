import { counted } from '../../dsl/index.js';
import { figureOf, GROUPS, type Figure } from './standard-error.js';

/** Sums over the probabilities of some pictures. */
interface Sums {
  count: number;
  /** The sum of the probabilities of each class. */
  readonly classes: Float64Array;
  /** The sum of Σ p ln p of each picture. */
  certainty: number;
}

/** The sums of class probabilities of many videos, in groups, so that memory does not grow with their number. */
export class ClassSums {
  /** Number of videos. */
  videos = 0;
  readonly #groups: Sums[] = [];

  /**
   * Add a video.
   *
   * @param number of the video, which decides its group
   * @param values [n, K], the probabilities of the classes of its pictures
   */
  add(number: number, values: Float32Array, width: number): void {
    const group = (this.#groups[number % GROUPS] ??= { count: 0, classes: new Float64Array(width), certainty: 0 });
    this.videos += 1;
    for (let at = 0; at < values.length; at += width) {
      const row = values.subarray(at, at + width);
      row.forEach((p, k) => (group.classes[k] = (group.classes[k] as number) + p));
      group.certainty += negentropy(row);
      group.count += 1;
    }
  }

  /**
   * The inception score: exp(E KL(p(y|x) ‖ p(y))), from 1, where all pictures are told alike, to K, where each is told for certain and all
   * classes are as frequent.
   *
   * source Salimans et al. 2016
   */
  score(): Figure {
    return figureOf(this.#groups, (groups) => {
      const count = groups.reduce((sum, group) => sum + group.count, 0);
      if (count === 0) return undefined;
      const mean = new Float64Array(this.#groups[0]?.classes.length ?? 0);
      for (const { classes } of groups) classes.forEach((sum, k) => (mean[k] = (mean[k] as number) + sum / count));
      const certainty = groups.reduce((sum, group) => sum + group.certainty, 0) / count;
      return Math.exp(certainty - negentropy(mean));
    });
  }

  /** What makes the score too small, in words. */
  caveats(): string[] {
    const pictures = this.#groups.reduce((sum, { count }) => sum + count, 0);
    const classes = this.#groups[0]?.classes.length ?? 0;
    if (pictures >= ENOUGH * classes) return [];
    return [
      `is: ${counted(pictures, 'picture')} ${pictures === 1 ? 'is' : 'are'} few for ${counted(classes, 'class', 'classes')}: the score is too small; compare it with that of as many`,
    ];
  }
}

/** Pictures for each class below which the score is too small by more than a few percent. */
const ENOUGH = 10;

/** Σ p ln p, where 0 ln 0 is 0. */
const negentropy = (row: Float32Array | Float64Array): number => {
  let sum = 0;
  for (const p of row) if (p > 0) sum += p * Math.log(p);
  return sum;
};
