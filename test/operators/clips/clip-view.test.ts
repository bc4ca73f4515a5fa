import { describe, expect, test } from '@jest/globals';
import { clipView, isTooShort } from '../../../operators/clips/clip-view.js';
import { clipSettings } from './media-files.js';

type Given = Parameters<typeof clipSettings>[0];
const view = (count: number, settings: Given = {}, number = 0, size: readonly [number, number] = [6, 8]) =>
  clipView({ shape: [count, ...size, 3] }, [4, 6, 8, 3], clipSettings(settings), { seed: 1, number });
const framesOf = (count: number, settings: Given = {}, number = 0) => view(count, settings, number).frames;

describe('the frames of a draw', () => {
  test('are consecutive, and begin at every allowed frame equally often', () => {
    const firsts = Array.from({ length: 700 }, (_, number) => {
      const frames = framesOf(10, {}, number);
      expect(frames).toEqual([0, 1, 2, 3].map((i) => (frames[0] ?? NaN) + i));
      return frames[0] ?? NaN;
    });
    const counts = Array.from({ length: 7 }, (_, first) => firsts.filter((one) => one === first).length);
    expect(counts.reduce((a, b) => a + b)).toBe(700);
    // 100 ± 5 standard deviations
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(47);
    expect(framesOf(10, { start: 'first' }, 5)).toEqual([0, 1, 2, 3]);
  });

  test('lie evenly over the whole clip, in the middle of equal parts', () => {
    expect(framesOf(72, { take: 'whole' })).toEqual([9, 27, 45, 63]);
    expect(framesOf(4, { take: 'whole' })).toEqual([0, 1, 2, 3]);
    expect(framesOf(2, { take: 'whole' })).toEqual([0, 0, 1, 1]);
  });

  test('of a clip that is too short are held or looped; a picture is repeated', () => {
    expect(framesOf(3, { short: 'hold' })).toEqual([0, 1, 2, 2]);
    expect(framesOf(3, { short: 'loop' })).toEqual([0, 1, 2, 0]);
    expect(framesOf(1)).toEqual([0, 0, 0, 0]);
  });
});

test('only a window can be too short, and only where short clips are left out', () => {
  expect(isTooShort(3, 4, clipSettings())).toBe(true);
  expect([isTooShort(4, 4, clipSettings()), isTooShort(1, 4, clipSettings())]).toEqual([false, false]);
  expect([
    isTooShort(3, 4, clipSettings({ short: 'hold' })),
    isTooShort(3, 4, clipSettings({ take: 'whole' })),
  ]).toEqual([false, false]);
});

test('the crop is in the centre, or anywhere inside the clip', () => {
  expect(view(4, {}, 0, [10, 20])).toMatchObject({ top: 2, left: 6 });
  const places = Array.from({ length: 300 }, (_, number) => view(4, { crop: 'random' }, number, [8, 10]));
  expect([...new Set(places.map(({ top }) => top))].sort()).toEqual([0, 1, 2]);
  expect([...new Set(places.map(({ left }) => left))].sort()).toEqual([0, 1, 2]);
});

test('the share of mirrored draws is the one that is set', () => {
  const flipped = (flip: number): number =>
    Array.from({ length: 400 }, (_, number) => view(4, { flip }, number)).filter((one) => one.flipped).length;
  expect([flipped(0), flipped(1)]).toEqual([0, 400]);
  expect(Math.abs(flipped(0.25) - 100)).toBeLessThan(44);
});

test('a draw depends on its number and the seed alone', () => {
  expect(view(50, { crop: 'random' }, 7, [8, 10])).toEqual(view(50, { crop: 'random' }, 7, [8, 10]));
  expect(framesOf(1000, {}, 7)).not.toEqual(framesOf(1000, {}, 8));
});
