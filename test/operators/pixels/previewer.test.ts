import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Picture } from '../../../dsl/index.js';
import { previewer } from '../../../operators/pixels/previewer.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

beforeAll(() => selectBackend('cpu'));

const clip = (channels: number): tf.Tensor5D => tf.fill([1, 3, 2, 2, channels], 1);

test('the first estimate and the last are shown, others at most twice a second; nothing is leaked', async () => {
  const shown: Picture[] = [];
  const show = previewer((picture) => shown.push(picture));
  const estimate = clip(1);
  const before = tf.memory().numTensors;
  for (let i = 0; i < 10; i++) await show(estimate, false);
  const soon = shown.length;
  await show(estimate, true);
  expect(soon).toBeGreaterThanOrEqual(1);
  expect(soon).toBeLessThan(10);
  expect(shown.length).toBe(soon + 1);
  expect(shown[0]).toMatchObject({ width: 2, height: 2, channels: 1, data: Uint8Array.of(255, 255, 255, 255) });
  expect(tf.memory().numTensors).toBe(before);
});

test('latents are not shown as colours', async () => {
  const shown: Picture[] = [];
  await previewer((picture) => shown.push(picture))(clip(4), true);
  expect(shown).toEqual([]);
});
