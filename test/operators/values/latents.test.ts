import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { latents } from '../../../operators/values/latents.js';

beforeAll(() => selectBackend('cpu'));

test('latents are freed when they are released; a network without self-conditioning has none to free', () => {
  const held = tf.zeros<tf.Rank.R2>([2, 3]);
  latents().kind.release(held);
  latents().kind.release(undefined);
  expect(held.isDisposed).toBe(true);
});
