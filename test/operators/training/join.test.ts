import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { matrix, vector } from '../../../operators/network/declaration.js';
import { join, split } from '../../../operators/training/join.js';
import { onEveryBackend } from '../../backends.js';

onEveryBackend('the vector of all parameters', () => {
  test('is cut into named tensors in the order of their declarations, and joined again', () => {
    const all = tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8]);
    const named = split(all, [matrix('a', 2, 3), vector('b', 2)]);
    expect(Object.keys(named)).toEqual(['a.kernel', 'b']);
    expect(named['a.kernel']?.arraySync()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(named['b']?.arraySync()).toEqual([7, 8]);
    expect(join(Object.values(named)).arraySync()).toEqual(all.arraySync());
  });
});
