import { describe, expect, test } from '@jest/globals';
import { timingOf } from '../../../operators/values/timing.js';

const source = { args: ['-i', 'clip.mp4'], start: 2 };

describe('frames that are made from others', () => {
  test('have their times if they are as many', () => {
    const timing = { rate: 25, count: 3, times: [0, 0.1, 0.3], source };
    expect(timingOf(3, timing)).toEqual(timing);
  });

  test('have their rate, however many they are, where that is said of any number', () => {
    expect(timingOf(3, { rate: 12.5, source })).toEqual({ rate: 12.5, count: 3, source });
  });

  test('last as long if they are more or fewer: the rate changes, the sound stays', () => {
    expect(timingOf(50, { rate: 25, count: 25, source })).toEqual({ rate: 50, count: 50, source });
  });

  test('last as long also if the others were unevenly spaced, the last of them for one frame at the average rate', () => {
    // 0.3 s between the first and the last, which is shown for 0.1 s
    expect(timingOf(2, { rate: 10, count: 3, times: [0, 0.1, 0.3] }).rate).toBeCloseTo(2 / 0.4, 10);
  });
});
