import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { askFfprobe, findFfprobe } from '../../../operators/ffmpeg/ffprobe.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const { signal } = new AbortController();

test('one that is named must run; no other is taken', async () => {
  await expect(findFfprobe({ FFPROBE_PATH: '/none/ffprobe' })).rejects.toMatchObject({ code: 'E_FFMPEG_PATH' });
  await expect(findFfprobe({ PATH: '' }, [])).rejects.toMatchObject({ code: 'E_FFMPEG_MISSING' });
});

test('the one beside the ffmpeg in use comes before others', async () => {
  const own = await findFfprobe();
  copyFileSync(own.path, join(folder.path, 'ffprobe'));
  const ffmpeg = { ...own, path: join(folder.path, 'ffmpeg') };
  expect(await findFfprobe({}, undefined, ffmpeg)).toMatchObject({
    ...{ path: join(folder.path, 'ffprobe'), source: 'beside ffmpeg', version: own.version },
  });
});

test('an answer is JSON; a question that it cannot answer comes back with what it said', async () => {
  const source = ['-show_streams', '-f', 'lavfi', '-i', 'color=size=16x8'];
  expect(await askFfprobe(source, signal)).toMatchObject({ json: { streams: [{ width: 16, height: 8 }] } });
  expect(await askFfprobe(['-i', '/none.mp4'], signal)).toMatchObject({
    said: expect.stringContaining('No such file'),
  });
});
