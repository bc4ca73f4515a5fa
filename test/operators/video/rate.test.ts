import { expect, test } from '@jest/globals';
import type { Frames } from '../../../operators/values/frames.js';
import { videoRate } from '../../../operators/video/rate.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';

/** Items of so many frames of two grey pixels; frame i has the value i. */
async function* given(counts: readonly number[], timing?: Frames['timing']): AsyncGenerator<{ frames: Frames }> {
  let next = 0;
  for (const count of counts) {
    const data = new Uint8Array(2 * count);
    for (let k = 0; k < count; k++) data.fill(next++, 2 * k, 2 * k + 2);
    const frames = { width: 2, height: 1, channels: 1 as const, count, data };
    yield { frames: timing === undefined ? frames : { ...frames, timing: { ...timing, count } } };
  }
}
const made = async (counts: readonly number[], set: { rate: number; chunk: number }, timing?: Frames['timing']) =>
  (await itemsOf(videoRate.run(given(counts, timing), settingsOf(videoRate.with, set), testContext()))).map(
    ({ frames }) => frames,
  );

test('items have as many frames as is asked for, however many came in each', async () => {
  const items = await made([3, 4, 1], { rate: 24, chunk: 3 });
  expect(items.map(({ count }) => count)).toEqual([3, 3, 2]);
  expect(items.flatMap(({ data }) => [...data])).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
});

test('frames have the new rate, and the sound of those that came', async () => {
  const source = { args: ['-i', 'a.mp4'], start: 0 };
  const [first] = await made([4], { rate: 20, chunk: 16 }, { rate: 10, count: 4, source });
  expect(first).toMatchObject({ width: 2, height: 1, channels: 1, count: 8, timing: { rate: 20, count: 8, source } });
});

test('frames that come from no file are 24 per second', async () => {
  expect((await made([24], { rate: 6, chunk: 16 })).map(({ count }) => count)).toEqual([6]);
});

test('no frames stay none', async () => {
  expect(await made([], { rate: 6, chunk: 16 })).toEqual([]);
});
