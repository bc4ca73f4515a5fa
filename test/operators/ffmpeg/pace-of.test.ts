import { describe, expect, test } from '@jest/globals';
import { paceOf } from '../../../operators/ffmpeg/pace-of.js';

const times = (rate: number, round = 1e-6): number[] =>
  Array.from({ length: 50 }, (_, k) => Math.round(k / rate / round) * round);

describe('the rate of a clip', () => {
  test('is the usual one that explains its times, also where they are rounded to milliseconds', () => {
    const pace = paceOf(times(30000 / 1001, 1e-3), { declared: [30], tick: 1e-3 });
    expect(pace).toEqual({ rate: 30000 / 1001, variable: false });
  });

  test('is the declared one where the unit of time is so coarse that several explain the times', () => {
    const pace = paceOf(times(25).slice(0, 20), { declared: [25], tick: 1 / 25 });
    expect(pace).toEqual({ rate: 25, variable: false });
  });

  test('does not see what comes after the clock of a broadcast starts anew', () => {
    expect(paceOf([...times(25), ...times(25)], { declared: [], tick: 1e-6 })).toEqual({ rate: 25, variable: false });
  });

  test('takes no frame of a slow clip that is stored before others for a new start of the clock', () => {
    // H.264 with B-frames, one picture every two seconds, as ffprobe lists its packets
    const pace = paceOf([0, 8, 4, 2, 6], { declared: [0.5, 0.5], tick: 1 / 16384 });
    expect(pace).toEqual({ rate: 0.5, variable: false });
  });

  test('does not depend on the order of the packets', () => {
    expect(paceOf(times(25).reverse(), { declared: [], tick: 1e-6 })).toEqual({ rate: 25, variable: false });
  });

  test('is that which the file declares if it has no times, but not its unit of time', () => {
    expect(paceOf([], { declared: [90_000, 25], tick: 1e-6 })).toEqual({ rate: 25, variable: false });
    expect(paceOf([], { declared: [undefined], tick: 1e-6 })).toEqual({ variable: false });
  });

  test('is an average where distances differ', () => {
    expect(paceOf([0, 0.1, 0.5], { declared: [10], tick: 1e-6 })).toEqual({ rate: 4, variable: true });
  });
});
