import { tf } from '../tensor/tf.js';
import type { ProjectedContext } from './level-context.js';

/** The context of parts of a level, and further parts of the size of the last one, up to a number: what a plan counts on for the slab with the most. */
export function padParts(parts: readonly ProjectedContext[], most: number): readonly ProjectedContext[] {
  const last = parts.at(-1);
  if (last === undefined || parts.length >= most) return parts;
  return [...parts, ...Array.from({ length: most - parts.length }, () => likePart(last))];
}

const likePart = ({ kept, ...part }: ProjectedContext): ProjectedContext => ({
  ...part,
  kept: kept.map(({ count, blocks, pixels, base }) => {
    return { count, blocks: blocks.map(likeTensor), pixels: likeTensor(pixels), base: likeTensor(base) };
  }),
});

const likeTensor = <T extends tf.Tensor>(tensor: T | undefined): T | undefined => tensor && tf.zerosLike(tensor);
