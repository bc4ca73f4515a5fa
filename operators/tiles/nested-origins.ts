import { choice, itemAt, type Cascade, type Size } from '../../dsl/index.js';
import type { Origin } from '../network/origin.js';
import { stream, type Stream } from '../tensor/stream.js';

const AXES = [0, 1, 2] as const;

/**
 * How the places of nested patches are drawn: `nested` draws each inside the coarser one, so that places near the border of the video are
 * rare at fine levels; `uniform` draws the finest first, anywhere with equal chances, and then each coarser one around it.
 */
const ORIGIN_DRAWS = ['nested', 'uniform'] as const;
/** The name of a way to draw places. */
export type OriginDraw = (typeof ORIGIN_DRAWS)[number];

/** The setting of operators that cut patches. */
export const originDraw = choice(
  ORIGIN_DRAWS,
  'whether patches are drawn inside the coarser ones, or the finest first, with equal chances everywhere',
  { default: 'nested' },
);

/**
 * Draw the origins of the patches of some items of a run; those of an item do not depend on the batch size.
 *
 * @param first number of the first item
 * @returns for each item its origins, from coarse to fine
 */
export const originsOfItems = (
  cascade: Cascade,
  draw: OriginDraw,
  { seed, first, count }: { readonly seed: number; readonly first: number; readonly count: number },
): Origin[][] =>
  Array.from({ length: count }, (_, i) =>
    nestedOrigins(cascade, stream({ seed, purpose: 'patches', item: first + i }), draw),
  );

/** Draw the origins of one item's patches, from coarse to fine; each patch lies inside the previous one. */
export function nestedOrigins({ levels, patch }: Cascade, random: Stream, draw: OriginDraw = 'nested'): Origin[] {
  const draws = random.uniform(levels.length * 3);
  const origins = levels.map((): number[] => [0, 0, 0]);
  for (const axis of AXES) {
    const sizes = levels.map(({ factor }) => patch[axis] * factor[axis]);
    const shares = levels.map((_, level) => itemAt(draws, level * 3 + axis));
    const starts = (draw === 'nested' ? drawInside : drawAround)(sizes, shares);
    starts.forEach((start, level) => (itemAt(origins, level)[axis] = start));
  }
  return origins as unknown as Size[];
}

/** Starts along an axis, each inside the interval before it; the first has the size of the video. */
function drawInside(sizes: readonly number[], shares: readonly number[]): number[] {
  let start = 0;
  return sizes.map((size, level) => {
    const slack = (sizes[level - 1] ?? size) - size;
    start += Math.floor(itemAt(shares, level) * (slack + 1));
    return start;
  });
}

/** Starts along an axis, from the last, which may be anywhere in the video; each interval before one contains it. */
function drawAround(sizes: readonly number[], shares: readonly number[]): number[] {
  const video = itemAt(sizes, 0);
  const starts = sizes.map(() => 0);
  for (let level = sizes.length - 1; level >= 0; level--) {
    const size = itemAt(sizes, level);
    const [child, childSize] = [starts[level + 1], sizes[level + 1]];
    const finest = child === undefined || childSize === undefined;
    const first = finest ? 0 : Math.max(0, child + childSize - size);
    const last = finest ? video - size : Math.min(child, video - size);
    starts[level] = first + Math.floor(itemAt(shares, level) * (last - first + 1));
  }
  return starts;
}
