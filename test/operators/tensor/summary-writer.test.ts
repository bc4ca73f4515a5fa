import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { openSummaryWriter } from '../../../operators/tensor/summary-writer.js';
import { tf } from '../../../operators/tensor/tf.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();

test('on another backend than tensorflow there is no writer', async () => {
  await selectBackend('cpu');
  expect(openSummaryWriter(folder.path)).toBeUndefined();
});

test('numbers and pictures are in the event file, pictures as PNG (where tensorflow loads)', async () => {
  const { name } = await selectBackend();
  const before = tf.memory().numTensors;
  const writer = openSummaryWriter(folder.path);
  expect(writer === undefined).toBe(name !== 'tensorflow');
  if (writer === undefined) return;
  writer.scalars({ 'loss.0': 0.5, rate: 1 }, 3);
  writer.image('preview', { width: 2, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0, 0, 0, 255) }, 3);
  writer.close();
  expect(tf.memory().numTensors).toBe(before);
  const [file = ''] = readdirSync(folder.path);
  const content = readFileSync(join(folder.path, file)).toString('latin1');
  for (const part of ['loss.0', 'rate', 'preview', '\x89PNG']) expect(content).toContain(part);
});
