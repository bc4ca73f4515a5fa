import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import type { LevelContext } from '../../../operators/tiles/level-context.js';
import { shareContext, shareWhole } from '../../../operators/tiles/share-context.js';
import { context } from '../../../operators/values/context.js';

beforeAll(() => selectBackend('cpu'));

test('a copy can be freed, and the level that it is of stays; pixels and estimates go to the next level only', () => {
  const [tokens, first] = [tf.ones<tf.Rank.R2>([1, 2]), tf.ones<tf.Rank.R2>([1, 2])];
  const own: LevelContext = {
    ...{ level: 0, videos: 1, halves: 1 },
    blocks: [tokens, undefined],
    firstLook: [first],
    pixels: tf.ones([1, 1, 1, 1, 1]),
    estimates: tf.ones([1, 1, 1, 1, 1]),
  };
  const copies = [shareContext(own), shareWhole(own)];
  expect(copies.map(({ pixels, estimates }) => [pixels, estimates].filter(Boolean).length)).toEqual([0, 2]);
  context().kind.release(copies);
  expect(tokens.dataSync()).toEqual(new Float32Array([1, 1]));
  expect([first, own.pixels, own.estimates].map((tensor) => tensor?.isDisposed)).toEqual([false, false, false]);
});
