import { afterAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { keepItem } from '../../../operators/measure/recorded-item.js';
import { tableSheet } from '../../../operators/measure/table-sheet.js';
import { scratch } from '../video/clips.js';
import { resultOf } from './results.js';

const { fresh, remove } = scratch();
afterAll(remove);

/** A record of two videos whose strips are of one colour. */
async function record(background: string): Promise<string> {
  const folder = fresh();
  const strip = await sharp({ create: { width: 24, height: 8, channels: 3, background } })
    .png()
    .toBuffer();
  const item = { size: [2, 8, 8, 3], shape: [2, 1, 1] as const, features: Float32Array.of(0, 1), figures: [] };
  await keepItem(folder, 0, { ...item, texts: [null, null], strips: [strip, strip] });
  return folder;
}

test('samples of the first seed of each row, and real videos last', async () => {
  const [red, lime, blue] = [await record('red'), await record('lime'), await record('blue')];
  const results = [
    resultOf({ row: 'a', seed: 1, distance: 1, records: { sampled: red, real: blue } }),
    resultOf({ row: 'a', seed: 2, distance: 1, records: { sampled: blue, real: blue } }),
    resultOf({ row: 'b', seed: 1, distance: 1, records: { sampled: lime, real: blue } }),
  ];
  const { data, info } = await sharp(await tableSheet(results, new AbortController().signal))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const colours: string[] = [];
  for (let y = 0; y < info.height; y++) {
    const colour = [...data.subarray((y * info.width + 40) * info.channels).subarray(0, 3)].join();
    if (/^(255,0,0|0,255,0|0,0,255)$/.test(colour) && colours.at(-1) !== colour) colours.push(colour);
  }
  expect(colours).toEqual(['255,0,0', '0,255,0', '0,0,255']);
});
