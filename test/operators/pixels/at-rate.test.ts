import { describe, expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { atRate, shownFrames, type RateMethod } from '../../../operators/pixels/at-rate.js';
import type { Frames } from '../../../operators/values/frames.js';

/** Frames of one byte, 10, 20, 30 …, in items of `chunk`, whose memory is overwritten as soon as the next is asked for. */
async function* numbered(
  count: number,
  chunk: number,
  rate: number,
  times?: readonly number[],
): AsyncGenerator<Frames> {
  const memory = new Uint8Array(chunk);
  for (let from = 0; from < count; from += chunk) {
    const size = Math.min(chunk, count - from);
    const data = memory.subarray(0, size);
    data.forEach((_, k) => (data[k] = 10 * (from + k + 1)));
    const own = times === undefined ? {} : { times: times.slice(from, from + size) };
    yield { width: 1, height: 1, channels: 1, count: size, data, timing: { rate, count: size, ...own } };
    memory.fill(255);
  }
}

const made = async (items: AsyncIterable<Frames>, rate: number, method: RateMethod = 'nearest'): Promise<number[]> => {
  const all: number[] = [];
  for await (const data of atRate(shownFrames(items, 24), rate, method)) all.push(data[0] ?? NaN);
  return all;
};

describe('the nearest frame', () => {
  test.each<[number, number, number, number[]]>([
    [3, 10, 20, [10, 10, 20, 20, 30, 30]],
    [6, 30, 10, [20, 50]],
    [6, 30, 15, [20, 40, 60]],
    [5, 25, 25, [10, 20, 30, 40, 50]],
    [5, 24, 30, [10, 20, 30, 30, 40, 50]],
    [1, 10, 1, []],
  ])('of %d at %d per second, at %d', async (count, from, to, expected) => {
    for (const chunk of [1, 2, 16]) expect(await made(numbered(count, chunk, from), to)).toEqual(expected);
  });

  test('is the one that is on the screen, where each has its own time', async () => {
    // shown for 0.1, 0.5, 0.1 and, as its rate says, 0.2 s
    const times = [0, 0.1, 0.6, 0.7];
    for (const chunk of [1, 3]) {
      expect(await made(numbered(4, chunk, 5, times), 10)).toEqual([10, 20, 20, 20, 20, 20, 30, 40, 40]);
    }
  });
});

describe('the average frame', () => {
  test.each<[number, number, number, number[]]>([
    [4, 20, 10, [15, 35]],
    [3, 10, 20, [10, 10, 20, 20, 30, 30]],
    // two thirds of the first frame and one of the second, then the other way round
    [3, 30, 20, [13, 27]],
    [5, 20, 10, [15, 35]],
    [5, 30, 10, [20, 45]],
  ])('of %d at %d per second, at %d', async (count, from, to, expected) => {
    for (const chunk of [1, 2, 16]) expect(await made(numbered(count, chunk, from), to, 'average')).toEqual(expected);
  });

  test('counts a frame for as long as it is shown', async () => {
    // 0.1 s of 10, 0.5 s of 20 and 0.4 s of 30
    expect(await made(numbered(3, 2, 2.5, [0, 0.1, 0.6]), 1, 'average')).toEqual([23]);
  });
});

test('as many frames are made as fit into the time, whatever the rates and the items', async () => {
  const rates = fc.constantFrom(1, 5, 10, 12.5, 23.976, 24, 25, 29.97, 30, 50, 59.94, 60);
  const counts = fc.integer({ min: 1, max: 25 });
  await fc.assert(
    fc.asyncProperty(counts, rates, rates, fc.integer({ min: 1, max: 9 }), async (count, from, to, chunk) => {
      for (const method of ['nearest', 'average'] as const) {
        const frames = await made(numbered(count, chunk, from), to, method);
        expect(Math.abs(frames.length - (count / from) * to)).toBeLessThanOrEqual(0.5 + 1e-3);
        expect(frames).toEqual(frames.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 100 },
  );
});
