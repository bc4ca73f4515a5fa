import { expect, test } from '@jest/globals';
import { selectBackend } from '../../../../operators/tensor/select-backend.js';
import { tf } from '../../../../operators/tensor/tf.js';
import { matmulSpeed } from '../../../../pipelines/cli/doctor/matmul-speed.js';

test('matrix products have a speed, and leave no tensor behind', async () => {
  await selectBackend('wasm');
  const before = tf.memory().numTensors;
  const { gflops, size } = await matmulSpeed();
  expect(gflops).toBeGreaterThan(0.01);
  expect(size).toBeGreaterThanOrEqual(256);
  expect(tf.memory().numTensors).toBe(before);
});
