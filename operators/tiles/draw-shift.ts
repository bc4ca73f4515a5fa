import { levelOf, type Cascade } from '../../dsl/index.js';
import { stream } from '../tensor/stream.js';
import type { Shift } from './tile-grid.js';

/**
 * How far the tiles of a level are moved in a step, drawn from the seed, the level and the number of the step, the same for all videos and slabs;
 * undefined for a level whose tiles stay where they are.
 *
 * @param step number of the step, from 0
 * source SpotDiffusion (Frolov et al. 2024): windows elsewhere in every step
 */
export function drawShift(cascade: Cascade, level: number, seed: number, step: number): Shift | undefined {
  if (!levelOf(cascade, level).shift) return undefined;
  const [down = 0, across = 0] = stream({ seed, purpose: 'shift', level }).uniform(2, 2 * step);
  return [down, across];
}
