import { describe, expect, test } from '@jest/globals';
import { formatSeconds, Pace } from '../../../pipelines/cli/pace.js';

describe('throughput and time left', () => {
  test('the first report starts the clock: what came before is no measure', () => {
    const pace = new Pace(0);
    expect(pace.describe(1, 11, 60_000)).toEqual([]);
    expect(pace.describe(6, 11, 62_000)).toEqual(['2.5/s', '2 s left']);
  });

  test('slow work is told in seconds each, work without a known end by its rate alone', () => {
    const pace = new Pace(0);
    pace.describe(0, 100, 0);
    expect(pace.describe(2, 100, 60_000)).toEqual(['30 s each', '49 min 0 s left']);
    expect(pace.describe(2, undefined, 60_000)).toEqual(['30 s each']);
  });

  test('each item of a node is timed for itself', () => {
    const pace = new Pace(0);
    for (const [done, now] of [[1, 0], [3, 1000], [1, 60_000]] as const) pace.describe(done, 3, now); // prettier-ignore
    expect(pace.describe(2, 3, 62_000)).toEqual(['2.0 s each', '2 s left']);
    expect(pace.describe(3, 3, 64_000)).toEqual(['2.0 s each']);
  });

  test('nothing is said where nothing moved', () => {
    const pace = new Pace(0);
    pace.describe(3, 10, 0);
    expect(pace.describe(3, 10, 1000)).toEqual([]);
  });

  test('reports while a step goes on leave its pace as it is', () => {
    const pace = new Pace(0);
    pace.describe(0, 4, 0);
    pace.describe(1, 4, 10_000);
    expect(pace.describe(1, 4, 19_000)).toEqual(['10 s each', '30 s left']);
    expect(pace.describe(2, 4, 30_000)).toEqual(['15 s each', '30 s left']);
  });

  test.each([
    [7.4, '7 s'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
  ])('%p seconds are %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
