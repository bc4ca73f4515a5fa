import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { condition } from '../../../operators/values/condition.js';

beforeAll(() => selectBackend('cpu'));

test('releasing a text frees its tensors, and those of the negative text', () => {
  const before = tf.memory().numTensors;
  const texts = () => ({
    tokens: tf.zeros<tf.Rank.R3>([1, 2, 3]),
    mask: tf.zeros<tf.Rank.R2>([1, 2]),
    pooled: tf.zeros<tf.Rank.R2>([1, 3]),
  });
  const { release } = condition().kind;
  release({ kind: 'text', guidance: 1, ...texts() });
  release({ kind: 'text', guidance: 1, ...texts(), negative: texts() });
  expect(tf.memory().numTensors).toBe(before);
});
