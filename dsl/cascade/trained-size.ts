import { levelOf } from './level-of.js';
import type { Cascade, Size } from './cascade.js';

/** Whether videos are sampled that are longer than those of training (`frames`). */
export const isLonger = ({ levels, patch }: Cascade): boolean => (levels[0]?.size[0] ?? patch[0]) > patch[0];

/** The size of a level in training; along time a cascade with `frames` has more. */
export function trainedSize(cascade: Cascade, level: number): Size {
  const [frames, height, width] = levelOf(cascade, level).size;
  return [(frames * cascade.patch[0]) / levelOf(cascade, 0).size[0], height, width];
}
