import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { examineVideo } from '../../../operators/clips/examine-video.js';
import { storeVideos } from '../../../operators/clips/store-videos.js';
import { fileClip, makeVideo, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const into = scratchFolder();
const decoding = { height: 6, width: 8, channels: 1, fps: 0, crop: 'centre', background: '#ffffff' } as const;
const { signal } = new AbortController();
const workOf = async (path: string, name: string) => {
  const video = await examineVideo(fileClip(path), decoding, signal);
  return { video, decoding, folder: into, file: join(into, name) };
};

const video = join(folder, 'a.mp4');
await makeVideo(video, 'testsrc2=s=64x48:r=10:d=1', ['-pix_fmt', 'yuv420p']);
const damaged = join(folder, 'damaged.mp4');
await makeVideo(damaged, 'testsrc2=s=64x48:r=25:d=4', ['-pix_fmt', 'yuv420p', '-movflags', '+faststart']);
const bytes = readFileSync(damaged);
writeFileSync(damaged, bytes.fill(0x55, Math.round(bytes.length * 0.6), Math.round(bytes.length * 0.7)));

test('several videos become a file each', async () => {
  const stored = await storeVideos([await workOf(video, 'a'), await workOf(video, 'b')], signal);
  expect(stored).toMatchObject([
    { file: join(into, 'a'), shape: [10, 6, 8, 1], rate: 10 },
    { file: join(into, 'b'), shape: [10, 6, 8, 1], rate: 10 },
  ]);
});

test('a damage is said of one video, and of several an error that leaves no files', async () => {
  expect(await storeVideos([await workOf(damaged, 'c')], signal)).toMatchObject([
    { damage: expect.stringMatching(/^\[h264\] /) },
  ]);
  const two = [await workOf(video, 'd'), await workOf(damaged, 'e')];
  await expect(storeVideos(two, signal)).rejects.toMatchObject({ code: 'E_FFMPEG' });
  expect(readdirSync(into).filter((name) => !['a', 'b', 'c'].includes(name))).toEqual([]);
});
