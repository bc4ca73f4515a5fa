import type { Cascade } from '../../dsl/index.js';
import { holdsLevel } from './plan-tiles.js';

/** Videos in a group, at most: more are hardly faster, and take more memory (docs/benchmarks.md). */
const MOST = 4;

/**
 * How many of some videos are sampled together where nobody says: at most four, and no more than the memory holds as one alone. The number is
 * that of `check`, where no backend is loaded, so it is the same on every backend: context is counted as if none could lie in files.
 *
 * @param last number of the last level that is sampled, slab by slab
 * @param memory bytes that the process may take; undefined: any number
 */
export function videosTogether(cascade: Cascade, last: number, count: number, memory: number | undefined): number {
  // the null condition goes through the network, too, where there is guidance
  const halves = cascade.condition.kind === 'none' ? 1 : 2;
  const levels = Array.from({ length: last + 1 }, (_, level) => level);
  const fits = (videos: number, level: number): boolean =>
    memory === undefined || holdsLevel({ cascade, level, videos, halves, slabs: last, files: false }, memory);
  let together = Math.min(count, MOST);
  while (together > 1 && !levels.every((level) => fits(together, level))) together -= 1;
  return together;
}
