import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { copyState, disposeState, weightsOf } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';

beforeAll(() => selectBackend('cpu'));

test('a copy has further facts and tensors of its own, which share their memory', () => {
  const training = new Training(smallCascade(), 1, 'lamb');
  const state = training.snapshot();
  const buffers = tf.memory().numDataBuffers;
  const copy = copyState(state, { heldOut: [1, 2] });
  expect(tf.memory().numDataBuffers).toBe(buffers);
  disposeState(state);
  expect(copy.heldOut).toEqual([1, 2]);
  const weights = weightsOf(copy, 'average');
  expect(Object.keys(weights)).toEqual(state.declarations.map(({ name }) => name));
  tf.dispose(Object.values(weights));
  disposeState(copy);
  training.dispose();
});
