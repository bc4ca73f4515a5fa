import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { context, projected } from '../../../operators/values/context.js';

beforeAll(() => selectBackend('cpu'));

const table = (): tf.Tensor2D => tf.zeros([2, 3]);

test('releasing a context frees the tokens of every level and skips blocks that have none', () => {
  const levels = [0, 1].map((level) => ({
    ...{ level, tiling: [[0], [0], [0]] as const, videos: 1 },
    blocks: [table(), undefined],
  }));
  context().kind.release(levels);
  expect(levels.map(({ blocks }) => blocks[0]?.isDisposed)).toEqual([true, true]);
});

test('so does releasing a projected context', () => {
  const tokens = table();
  projected().kind.release([undefined, tokens]);
  expect(tokens.isDisposed).toBe(true);
});

test('a context says how many levels it holds and for how many videos', () => {
  expect(context().layout).toEqual(['K', 'B']);
  expect(context('N').layout).toEqual(['N', 'B']);
});
