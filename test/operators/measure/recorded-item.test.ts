import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { keepItem, videosOf, type RecordedItem } from '../../../operators/measure/recorded-item.js';
import { scratch } from '../video/clips.js';

const { fresh, remove } = scratch();
afterAll(remove);

/** An item of two videos, of two frames with three features each. */
const item = (number: number): RecordedItem => ({
  ...{ size: [2, 4, 4, 1], shape: [2, 2, 3] as const },
  features: Float32Array.from({ length: 12 }, (_, i) => number + i / 16),
  figures: [{ name: 'seams.tiles', values: [0.1 + number, 0.2], weights: [1, 2] }],
  texts: ['a "cat"', null],
  whole: Float32Array.of(1, 2, 3, 4),
  strips: [Uint8Array.of(1, number), Uint8Array.of(2)],
});

const read = async (folder: string, count = 0) => {
  const videos = [];
  for await (const video of videosOf({ folder, count }, new AbortController().signal)) videos.push(video);
  return videos;
};

test('videos come back as they were kept, in order, as many as are asked for', async () => {
  const folder = fresh();
  for (const number of [1, 0]) await keepItem(folder, number, item(number));
  const videos = await read(folder);
  expect(videos.map(({ number, text }) => [number, text])).toEqual([
    [0, 'a "cat"'],
    [1, null],
    [2, 'a "cat"'],
    [3, null],
  ]);
  const [, second, third] = videos;
  expect([...(second?.features ?? [])]).toEqual([...item(0).features.subarray(6)]);
  expect(second).toMatchObject({ shape: [1, 2, 3], size: [2, 4, 4, 1], strip: Uint8Array.of(2) });
  expect([...(second?.whole ?? [])]).toEqual([3, 4]);
  expect(third?.figures).toEqual({ 'seams.tiles': { value: 1.1, weight: 1 } });
  expect(await read(folder, 3)).toHaveLength(3);
});

test('a file that is cut off is an error, not a video less', async () => {
  const folder = fresh();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'item-000000.safetensors'), 'half');
  await expect(read(folder)).rejects.toThrow(/E_SAFETENSORS/);
});
