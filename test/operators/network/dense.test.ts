import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareDense, dense, residual } from '../../../operators/network/dense.js';
import { onEveryBackend } from '../../backends.js';
import { weightsOf } from '../../weights.js';

onEveryBackend('a dense layer', () => {
  const weights = () => weightsOf(declareDense('a', 2, 3), { 'a.kernel': [1, 2, 3, 4, 5, 6], 'a.bias': [10, 20, 30] });

  test('is x · kernel + bias', () => {
    expect(dense(weights(), 'a', tf.tensor2d([[1, -1]])).arraySync()).toEqual([[7, 17, 27]]);
  });

  test('at the end of a branch is added to what went around it', () => {
    const x = tf.tensor2d([[100, 200, 300]]);
    expect(residual(weights(), 'a', x, tf.tensor2d([[1, -1]])).arraySync()).toEqual([[107, 217, 327]]);
  });
});
