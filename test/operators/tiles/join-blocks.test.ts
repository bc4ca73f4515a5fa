import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { forReaders, joinBlocks } from '../../../operators/tiles/join-blocks.js';
import { smallCascade } from '../../cascade.js';

beforeAll(() => selectBackend('cpu'));

const rows = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);

test('chunks become one tensor per block, both halves in the order of the tiles, and are freed', () => {
  const chunks = [
    [undefined, rows(1, 2, 10, 20)],
    [undefined, rows(3, 30)],
  ];
  const [none, joined] = joinBlocks(chunks, 2);
  expect(none).toBeUndefined();
  expect([...(joined?.dataSync() ?? [])]).toEqual([1, 2, 3, 10, 20, 30]);
  expect(chunks.map((chunk) => chunk[1]?.isDisposed)).toEqual([true, true]);
});

test('a single chunk is handed on as it is', () => {
  const only = rows(1);
  expect(joinBlocks([[only]], 1)).toEqual([only]);
});

test('what readers get is the product with the kernel of the block', () => {
  const weights = { 'blocks.1.fusion.context.kernel': tf.tensor2d([3], [1, 1]) };
  const [none, said] = forReaders({ cascade: smallCascade(), weights }, [undefined, rows(1, 2)]);
  expect(none).toBeUndefined();
  expect([...(said?.dataSync() ?? [])]).toEqual([3, 6]);
});
