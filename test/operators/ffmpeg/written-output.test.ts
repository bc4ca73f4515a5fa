import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { videoWrite } from '../../../operators/video/write.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';
import { ramps, timesOf, write } from '../video/clips.js';

const folder = scratch();
const here = (name: string): string => join(folder.path, name);

/** What `video.write` says that it wrote. */
async function written(count: number, name: string, more: object = {}) {
  const context = testContext();
  await write([ramps(count)], { path: here(name), fps: 10, preset: 'ultrafast', ...more }, context);
  return context.written;
}

test('a film: its size on the disk, its frames, its length and its size in pixels after scaling', async () => {
  expect(await written(20, 'a.mp4', { scale: 2 })).toEqual([
    {
      path: here('a.mp4'),
      bytes: statSync(here('a.mp4')).size,
      facts: { frames: 20, seconds: 2, width: 128, height: 96 },
    },
  ]);
});

test('a playlist: itself, with its segments and the size of all of them', async () => {
  writeFileSync(here('other.txt'), 'does not belong to it');
  const [file] = await written(50, 'live.m3u8');
  const belonging = readdirSync(folder.path).filter((name) => name.startsWith('live'));
  expect(file).toEqual({
    path: here('live.m3u8'),
    bytes: belonging.reduce((sum, name) => sum + statSync(here(name)).size, 0),
    facts: { segments: 3, frames: 50, seconds: 5, width: 64, height: 48 },
  });
});

test('images: their folder', async () => {
  const [file] = await written(3, 'frames/');
  expect(file).toMatchObject({ path: here('frames/'), facts: { frames: 3 } });
  expect(file?.bytes).toBeGreaterThan(1000);
});

test('frames with times of their own: the length is that of the file', async () => {
  const timing = { rate: 10, count: 3, times: [5, 5.1, 6] };
  const context = testContext();
  await write([{ ...ramps(3), timing }], { path: here('a.mkv') }, context);
  expect((await timesOf(here('a.mkv'))).at(-1)).toBeCloseTo(1, 2);
  expect(context.written[0]?.facts).toMatchObject({ frames: 3, seconds: 1.1 });
});

test('where a filter may have changed everything, only the size of the file is said', async () => {
  expect((await written(4, 'a.mp4', { filter: 'crop=16:16' }))[0]).toMatchObject({ facts: {} });
});

test('a recording in its place that is broken off is still there, and said', async () => {
  const context = testContext();
  const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: here('a.mkv'), mode: 'event' }), context);
  await stage.next({ frames: ramps(5) }, 0);
  await stage.abort?.(new Error('stopped'));
  expect(context.written).toMatchObject([{ path: here('a.mkv'), facts: { frames: 5 } }]);
});

test('a film that is broken off is not there, and not said', async () => {
  const context = testContext();
  const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: here('a.mkv') }), context);
  await stage.next({ frames: ramps(5) }, 0);
  await stage.abort?.(new Error('stopped'));
  expect(context.written).toEqual([]);
});
