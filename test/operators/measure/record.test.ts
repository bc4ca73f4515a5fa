import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { measureRecord } from '../../../operators/measure/record.js';
import { videosOf } from '../../../operators/measure/recorded-item.js';
import { tf } from '../../../operators/tensor/tf.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../video/clips.js';

const { fresh, remove } = scratch();
afterAll(remove);
beforeAll(() => tf.setBackend('cpu'));

/** Record items of two videos each, from a number on; how it ended. */
async function recorded(path: string, numbers: readonly number[], count = 0, value = 0.5) {
  const context = testContext({ first: numbers[0] ?? 0 });
  let isEnough = false;
  const enough = (): void => void (isEnough = true);
  const stage = await measureRecord.open(settingsOf(measureRecord.with, { path, count }), { ...context, enough });
  for (const number of numbers) {
    const video = tf.fill<tf.Rank.R5>([2, 3, 4, 4, 1], 0);
    const features = tf.fill<tf.Rank.R3>([2, 3, 5], value * number);
    const whole = tf.fill<tf.Rank.R3>([2, 1, 0], 0);
    const classes = tf.fill<tf.Rank.R3>([2, 3, 4], 0.25);
    const figures = [[{ name: 'motion', values: [number, number], weights: [1, 1] }]];
    try {
      await stage.next({ video, features, whole, classes, texts: ['x', null], figures }, number);
    } finally {
      tf.dispose([video, features, whole, classes]);
    }
  }
  return { context, isEnough, done: () => stage.done?.() };
}

test('a run that is stopped goes on after its last item, and ends when there are enough', async () => {
  const path = fresh();
  const settings = settingsOf(measureRecord.with, { path, count: 5 });
  const first = await recorded(path, [0, 1], 5);
  expect(first.isEnough).toBe(false);
  expect(measureRecord.stoppedAt?.(settings)).toEqual({ item: 2, complete: false });
  const second = await recorded(path, [2], 5);
  expect([second.isEnough, second.context.progressed]).toEqual([true, [[5, 5]]]);
  await second.done();
  expect(measureRecord.stoppedAt?.(settings)).toEqual({ item: 3, complete: true });
  expect(second.context.written).toMatchObject([{ path, facts: { videos: 6 } }]);
  const videos = [];
  for await (const video of videosOf({ folder: path, count: 0 }, second.context.signal)) {
    videos.push(video.text);
    expect([video.told, video.classes]).toEqual([4, new Float32Array(12).fill(0.25)]);
  }
  expect(videos).toEqual(['x', null, 'x', null, 'x', null]);
});

test('a run from the start replaces what another one left', async () => {
  const path = fresh();
  await (await recorded(path, [0, 1, 2])).done();
  await (await recorded(path, [0])).done();
  expect(readdirSync(path).sort()).toEqual(['item-000000.safetensors', 'record.json']);
});

test('features that are not finite are refused, and the items before stay', async () => {
  const path = fresh();
  await expect(recorded(path, [0, 1], 0, NaN)).rejects.toThrow(/E_NOT_FINITE/);
  await (await recorded(path, [0])).done();
  await expect(recorded(path, [1], 0, Infinity)).rejects.toThrow(/an earlier checkpoint/);
  expect(readdirSync(path)).toContain('item-000000.safetensors');
});
