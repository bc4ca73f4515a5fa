import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { GrowingRow } from '../../../operators/pixels/growing-row.js';
import { fromTensor } from '../../../operators/pixels/from-tensor.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

beforeAll(() => selectBackend('cpu'));

/** The row of a video of `count` frames, frame k of which has the byte k, that comes in pieces. */
async function rowOf(count: number, pieces: number, columns: number): Promise<readonly number[]> {
  const row = new GrowingRow(columns, 'video');
  for (let from = 0; from < count; from += pieces) {
    const bytes = Array.from({ length: Math.min(pieces, count - from) }, (_, i) => (from + i) / 127.5 - 1);
    const video = tf.tensor5d(bytes, [1, bytes.length, 1, 1, 1]);
    await row.add(video);
    video.dispose();
  }
  expect(row.label).toBe(`${count} × 1×1`);
  return [...row.frames().data];
}

test('of a short video, the frames that the whole video would show', async () => {
  const whole = tf.tensor5d(
    Array.from({ length: 13 }, (_, i) => i / 127.5 - 1),
    [1, 13, 1, 1, 1],
  );
  const { data } = await fromTensor(whole, { pick: [0, 4, 8, 12] });
  for (const pieces of [1, 4, 13]) expect(await rowOf(13, pieces, 4)).toEqual([...data]);
});

test('of a long one, as many, from the first to nearly the last, at about equal distances', async () => {
  const shown = await rowOf(250, 7, 5);
  expect(shown.length).toBe(5);
  expect(shown[0]).toBe(0);
  const gaps = shown.slice(1).map((frame, i) => frame - (shown[i] ?? NaN));
  expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(1.5);
  expect(shown.at(-1)).toBeGreaterThan(250 - 250 / 5);
});

test('of videos that come in groups, the frames with all of them as a grid', async () => {
  const row = new GrowingRow(2, 'video');
  const videos = [10, 20, 30, 40, 50].map((byte) => [byte, byte + 1, byte + 2]);
  const bytes = (some: readonly number[][]) =>
    tf.tensor5d(
      some.flat().map((byte) => byte / 127.5 - 1),
      [some.length, 3, 1, 1, 1],
    );
  await row.add(bytes(videos.slice(0, 3)), { first: 4, of: 5, from: 4 });
  await row.add(bytes(videos.slice(3)), { first: 7, of: 5, from: 4 });
  const whole = await fromTensor(bytes(videos), { pick: [0, 2] });
  expect(row.frames()).toMatchObject({ count: 2, width: whole.width, height: whole.height });
  expect([...row.frames().data]).toEqual([...whole.data]);
  expect(row.label).toBe('3 × 1×1');
});

test('of more than 64 videos, the first 64, and the label says so', async () => {
  const row = new GrowingRow(2, 'video');
  const ones = tf.ones<tf.Rank.R5>([40, 1, 1, 1, 1]);
  for (let first = 0; first < 120; first += 40) await row.add(ones, { first, of: 1e9, from: 0 });
  // a grid of 8 × 8 with 2 pixels between
  expect(row.frames()).toMatchObject({ count: 1, width: 22, height: 22 });
  expect(row.frames().data.filter((byte) => byte === 255).length).toBe(64);
  expect(row.label).toBe('1 × 1×1, the first 64 of 1000000000 videos');
});

test('a piece without frames adds nothing', async () => {
  const row = new GrowingRow(4, 'video');
  const none = tf.zeros<tf.Rank.R5>([1, 0, 1, 1, 1]);
  await row.add(none);
  expect(() => row.frames()).toThrow('a video without frames');
});
