import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { context, projected } from '../../../operators/values/context.js';

beforeAll(() => selectBackend('cpu'));

const table = (): tf.Tensor2D => tf.zeros([2, 3]);

test('releasing a context frees the tokens of every level and skips blocks that have none', () => {
  const levels = [0, 1].map((level) => ({
    ...{ level, videos: 1, halves: 1 as const },
    blocks: [table(), undefined],
    firstLook: [undefined, table()],
  }));
  context().kind.release(levels);
  const kept = levels.flatMap(({ blocks, firstLook }) => [blocks[0], firstLook[1]]);
  expect(kept.map((tokens) => tokens?.isDisposed)).toEqual([true, true, true, true]);
});

test('so does releasing a projected context', () => {
  const tokens = table();
  const whole = { level: 1, tiling: [[0], [0], [0]], halves: 1, coarser: [] } as const;
  projected().kind.release({ first: 0, parts: [{ ...whole, kept: [{ count: 1, blocks: [undefined, tokens] }] }] });
  expect(tokens.isDisposed).toBe(true);
});

test('a context says how many levels it holds and for how many videos', () => {
  expect(context().layout).toEqual(['K', 'B']);
  expect(context('N').layout).toEqual(['N', 'B']);
});
