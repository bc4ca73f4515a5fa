import { describe, expect, test } from '@jest/globals';
import { feedOf, type Feeding } from '../../../operators/ffmpeg/feed-of.js';
import { parseTarget } from '../../../operators/ffmpeg/target.js';
import type { Timing } from '../../../operators/values/timing.js';
import { testContext } from '../../context.js';

const plain: Feeding = { fps: 0, times: 'keep', audio: 'keep', pace: 'auto' };

async function feed(timing: Timing | undefined, settings: Partial<Feeding> = {}, path = 'a.mp4') {
  const context = testContext();
  const found = await feedOf(timing, { ...plain, ...settings }, parseTarget(path, '', '', 'with.path'), context);
  return { ...found, warnings: context.warnings };
}

describe('frames are written', () => {
  test('at their own rate, at the one that is set, or at 24 per second if they have none', async () => {
    expect((await feed({ rate: 60, count: 6 })).rate).toBe(60);
    expect((await feed({ rate: 60, count: 6 }, { fps: 30 })).rate).toBe(30);
    expect((await feed(undefined)).rate).toBe(24);
  });

  test('at another speed with a warning that says how much', async () => {
    expect((await feed({ rate: 60, count: 6 }, { fps: 30 })).warnings).toEqual([
      expect.stringContaining('2 times slower'),
    ]);
    expect((await feed({ rate: 60, count: 6 })).warnings).toEqual([]);
  });

  test('at their own times, unless the container cannot hold them or they are to be even', async () => {
    const timing = { rate: 10, count: 2, times: [0, 0.15] };
    expect(await feed(timing)).toMatchObject({ timed: true, evened: false, warnings: [] });
    expect(await feed(timing, { times: 'constant' })).toMatchObject({ evened: true, warnings: [] });
    expect(await feed(timing, {}, 'a.avi')).toMatchObject({ evened: true });
  });

  test('at the speed at which they are shown where someone watches', async () => {
    expect((await feed(undefined, {}, 'rtmp://host/live')).paced).toBe(true);
    expect((await feed(undefined)).paced).toBe(false);
    expect((await feed(undefined, { pace: 'on' })).paced).toBe(true);
  });
});
