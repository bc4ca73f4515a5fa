import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';
import { listing, ramps, timesOf, write } from '../video/clips.js';

const folder = scratch();

test('a film has its name when all is written, and nothing stands beside it', async () => {
  await write([ramps(2), ramps(3)], { path: join(folder.path, 'a.mp4'), fps: 10 });
  expect(listing(folder.path)).toEqual(['a.mp4']);
  expect(await timesOf(join(folder.path, 'a.mp4'))).toEqual(
    [0, 0.1, 0.2, 0.3, 0.4].map((time) => expect.closeTo(time, 3)),
  );
});

describe('a container of constant rate', () => {
  const warned = async (times: readonly number[]) => {
    const context = testContext();
    const timing = { rate: 10, times, count: times.length };
    await write([{ ...ramps(times.length), timing }], { path: join(folder.path, 'a.y4m') }, context);
    return context.warnings;
  };

  test('takes frames at equal distances, also where each tells its time', async () => {
    expect(await warned([0, 0.1, 0.2, 0.3])).toEqual([]);
  });

  test('says that it repeats or drops others', async () => {
    expect(await warned([0, 0.1, 0.5, 0.6])).toEqual([expect.stringMatching(/a\.y4m cannot hold.*10 frames/)]);
  });
});

test.each([
  ['another size than the first ones', [ramps(1), ramps(1, 32)], 'E_FRAME_SIZE'],
  ['too few bytes', [{ ...ramps(1), data: new Uint8Array(5) }], 'E_FRAME_SIZE'],
  ['no frame', [], 'E_EMPTY_VIDEO'],
])('frames of %s are refused, and nothing is left', async (_, items, code) => {
  await expect(write(items, { path: join(folder.path, 'a.mp4') })).rejects.toMatchObject({ code });
  expect(listing(folder.path)).toEqual([]);
});
