import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { keepItem, type RecordedItem } from '../../../operators/measure/recorded-item.js';
import { completeRecord, forgetItems, stoppedRecord } from '../../../operators/measure/stopped-record.js';
import { scratch } from '../video/clips.js';

const { fresh, remove } = scratch();
afterAll(remove);

/** An item of two videos. */
const item = (number: number): RecordedItem => ({
  ...{ size: [2, 4, 4, 1], shape: [2, 1, 1] as const, features: Float32Array.of(number, number) },
  ...{ figures: [], texts: [null, null], strips: [] },
});

test('a record stops after its last item without a gap, and is complete when it has enough, or says that it has all', async () => {
  const folder = fresh();
  expect(stoppedRecord(folder, 4)).toBeUndefined();
  expect(stoppedRecord(join(folder, 'none'), 4)).toBeUndefined();
  for (const number of [0, 1, 3]) await keepItem(folder, number, item(number));
  // the run that made it was killed before it said so
  expect(stoppedRecord(folder, 4)).toEqual({ item: 2, complete: true });
  expect(stoppedRecord(folder, 5)).toEqual({ item: 2, complete: false });
  expect(stoppedRecord(folder, 0)).toEqual({ item: 2, complete: false });
  await completeRecord(folder, { videos: 4, asked: 4 });
  expect(stoppedRecord(folder, 4)).toEqual({ item: 2, complete: true });
  expect(stoppedRecord(folder, 3)).toEqual({ item: 2, complete: true });
  expect(stoppedRecord(folder, 5)).toEqual({ item: 2, complete: false });
  // there were no more
  await completeRecord(folder, { videos: 4, asked: 9 });
  expect(stoppedRecord(folder, 20)).toEqual({ item: 2, complete: true });
});

test('what is made anew is forgotten, and nothing else', async () => {
  const folder = fresh();
  for (const number of [0, 1, 2]) await keepItem(folder, number, item(number));
  await completeRecord(folder, { videos: 6, asked: 6 });
  await forgetItems(folder, 1);
  expect(readdirSync(folder)).toEqual(['item-000000.safetensors']);
  await forgetItems(folder, 0);
  expect(readdirSync(folder)).toEqual([]);
});
