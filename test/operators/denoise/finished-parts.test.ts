import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { FinishedParts } from '../../../operators/denoise/finished-parts.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => selectBackend('cpu'));

test('a part that was kept is read bit for bit, by a later run too, with whatever other videos', async () => {
  const video = tf.randomNormal<tf.Rank.R5>([3, 2, 3, 4, 1]);
  await new FinishedParts(join(folder, 'run'), 1).keep('slab 3', 4, video);
  const later = new FinishedParts(join(folder, 'run'), 1);
  const has = (part: string, first: number, count: number) => later.has(part, { first, count });
  expect([has('slab 3', 4, 3), has('slab 3', 5, 1)]).toEqual([true, true]);
  expect([has('slab 3', 3, 2), has('slab 3', 6, 2), has('slab 2', 4, 3)]).toEqual([false, false, false]);
  const read = await later.read('slab 3', { first: 5, count: 2 });
  expect(read.shape).toEqual([2, 2, 3, 4, 1]);
  expect(read.dataSync()).toEqual(tf.slice(video, 1, 2).dataSync());
  expect(new FinishedParts(join(folder, 'run'), 0).has('slab 3', { first: 4, count: 3 })).toBe(false);
  expect(readdirSync(join(folder, 'run')).sort()).toEqual(
    [4, 5, 6].map((number) => `level-1-video-${number}-slab-3.safetensors`),
  );
});

test('without a folder nothing is kept', async () => {
  const kept = new FinishedParts('', 0);
  await kept.keep('slab 0', 0, tf.zeros([1, 1, 1, 1, 1]));
  expect(kept.has('slab 0', { first: 0, count: 1 })).toBe(false);
});
