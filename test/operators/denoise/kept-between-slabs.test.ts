import { expect, test } from '@jest/globals';
import { keptBetweenSlabs } from '../../../operators/denoise/kept-between-slabs.js';
import { bytesOf, measure } from '../../../operators/tensor/sketch/measure.js';
import { tf } from '../../../operators/tensor/tf.js';
import { smallCascade } from '../../cascade.js';

const levels = (overlap: number) => [
  { size: [2, 4, 4] as const },
  { size: [4, 8, 8] as const },
  { size: [32, 8, 8] as const, sampler: 'euler' as const, steps: 2, overlap: [overlap, 0, 0] as const },
];

const bytesFor = (overlap: number, selfCondition = false): number => {
  const cascade = smallCascade({ levels: levels(overlap), network: { selfCondition } });
  const kept = measure(() => {
    return keptBetweenSlabs(cascade, 2, {
      canvas: tf.zeros([3, 2, 8, 8, 2]),
      slab: { number: 0, level: 2, isLast: false, videos: { first: 0, count: 3, of: 3, from: 0 } },
    });
  });
  return bytesOf(kept.value);
};

test('without overlap along time nothing is kept', () => {
  expect(bytesFor(0)).toBe(0);
});

test('with overlap, the canvases of the slabs that have begun, and what tiles have said', () => {
  // tiles of 2 frames, 1 apart: after a slab, 2 more have begun, as many as there are estimates, and 1 tile has gone through for them
  expect(bytesFor(0.5)).toBe(4 * 3 * 8 * 8 * 2 * (2 * 2 + 2));
});

test('latents are kept where the network conditions on itself', () => {
  expect(bytesFor(0.5, true)).toBeGreaterThan(bytesFor(0.5));
});

test('a level that is sampled whole keeps nothing', () => {
  const cascade = smallCascade();
  expect(measure(() => keptBetweenSlabs(cascade, 1, { canvas: tf.zeros([1, 4, 8, 8, 2]) })).value).toEqual([]);
});
