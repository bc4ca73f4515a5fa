import { beforeAll, expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tensorKind } from '../../../operators/values/tensor-kind.js';

beforeAll(() => selectBackend('cpu'));

test('a tensor kind makes tensors of a layout, needs a backend and frees what it is given', () => {
  const kind = tensorKind<tf.Tensor2D, 'table'>('table');
  const made = kind.sketch?.([2, 3]);
  expect(made?.shape).toEqual([2, 3]);
  expect(kind.tensors).toBe(true);
  if (made !== undefined) kind.release(made);
  expect(made?.isDisposed).toBe(true);
});
