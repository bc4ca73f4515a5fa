import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { condition } from '../../../operators/values/condition.js';

beforeAll(() => selectBackend('cpu'));

test('releasing a text frees its tokens and its mask', () => {
  const text = { kind: 'text', guidance: 1, tokens: tf.zeros([1, 2, 3]), mask: tf.zeros([1, 2]) } as const;
  condition().kind.release({ ...text, tokens: text.tokens as tf.Tensor3D, mask: text.mask as tf.Tensor2D });
  expect([text.tokens.isDisposed, text.mask.isDisposed]).toEqual([true, true]);
});
