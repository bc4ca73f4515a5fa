import { join } from 'node:path';
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { keepItem } from '../../../operators/measure/recorded-item.js';
import { fileOf, itemsIn, videosIn } from '../../../operators/measure/videos-in.js';
import { scratch } from '../video/clips.js';

const { fresh, remove } = scratch();
afterAll(remove);

test('videos are counted item by item, up to the first that is not there', async () => {
  const path = fresh();
  expect([itemsIn(path), videosIn(path), itemsIn(join(path, 'none'))]).toEqual([0, 0, 0]);
  for (const [item, B] of [3, 1, 2].entries()) {
    const features = new Float32Array(B * 4);
    const kept = { size: [1, 2, 2, 1], shape: [B, 2, 2] as const, features, figures: [], texts: [], strips: [] };
    await keepItem(path, item, kept);
  }
  writeFileSync(join(path, 'record.json'), '{}');
  expect([itemsIn(path), videosIn(path)]).toEqual([3, 6]);
  rmSync(fileOf(path, 1));
  expect([itemsIn(path), videosIn(path)]).toEqual([1, 3]);
});
