import { expect, test } from '@jest/globals';
import { measureBackend } from '../../../../pipelines/cli/doctor/measure-backend.js';
import { tf } from '../../../../operators/tensor/tf.js';

test('a backend that loads is timed, and leaves no tensor', async () => {
  const before = tf.memory().numTensors;
  const measured = await measureBackend('wasm');
  expect(measured).toMatchObject({ name: 'wasm', loads: true });
  for (const rate of Object.values(measured.speed ?? { none: 0 })) expect(rate).toBeGreaterThan(0);
  expect(tf.memory().numTensors).toBe(before);
});
