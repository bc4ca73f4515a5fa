import { itemAt, type Cascade, type Size } from '../../dsl/index.js';
import type { Origin } from '../network/origin.js';
import type { Stream } from '../tensor/stream.js';

const AXES = [0, 1, 2] as const;
const WHOLE: Origin = [0, 0, 0];

/** Draw the origins of one item's patches, from coarse to fine; each patch lies inside the previous one. */
export function nestedOrigins({ levels, patch }: Cascade, random: Stream): Origin[] {
  const draws = random.uniform(levels.length * 3);
  let parent = WHOLE;
  return levels.map(({ factor }, level) => {
    const outer = level === 0 ? factor : itemAt(levels, level - 1).factor;
    parent = AXES.map((axis) => {
      const slack = patch[axis] * (outer[axis] - factor[axis]);
      return parent[axis] + Math.floor(itemAt(draws, level * 3 + axis) * (slack + 1));
    }) as unknown as Size;
    return parent;
  });
}
