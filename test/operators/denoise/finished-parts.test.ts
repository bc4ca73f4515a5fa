import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { FinishedParts } from '../../../operators/denoise/finished-parts.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => selectBackend('cpu'));

test('a part that was kept is read bit for bit, by a later run too', async () => {
  const video = tf.randomNormal<tf.Rank.R5>([1, 2, 3, 4, 1]);
  await new FinishedParts(join(folder, 'run'), 1).keep('slab 3', video);
  const later = new FinishedParts(join(folder, 'run'), 1);
  expect([later.has('slab 3'), later.has('slab 2')]).toEqual([true, false]);
  const read = await later.read('slab 3');
  expect(read.shape).toEqual(video.shape);
  expect(read.dataSync()).toEqual(video.dataSync());
  expect(new FinishedParts(join(folder, 'run'), 0).has('slab 3')).toBe(false);
  expect(readdirSync(join(folder, 'run'))).toEqual(['level-1-slab-3.safetensors']);
});

test('without a folder nothing is kept', async () => {
  const kept = new FinishedParts('', 0);
  await kept.keep('slab 0', tf.zeros([1, 1, 1, 1, 1]));
  expect(kept.has('slab 0')).toBe(false);
});
