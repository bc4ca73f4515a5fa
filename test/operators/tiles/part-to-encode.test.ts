import { expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { partToEncode } from '../../../operators/tiles/part-to-encode.js';
import { smallCascade } from '../../cascade.js';

const video = undefined as unknown as tf.Tensor5D; // is only handed on
const level = { video, network: { cascade: smallCascade(), weights: {} }, condition: undefined };
const settings = { level: 0, seed: 3, batch: 64, memory: undefined };

test('the first video of a part is that of its slab, and the coarser levels are those of its context', () => {
  const videos = { first: 6, count: 2, of: 9, from: 0 };
  const slab = { number: 1, level: 1, isLast: false, videos };
  expect(partToEncode({ ...level, slab }, settings, 4)).toMatchObject({ first: 6, frame: 4, slabs: 1, coarser: [] });
  expect(partToEncode(level, settings, 0, 8)).toMatchObject({ first: 8, frame: 0, slabs: undefined, seed: 3 });
});
