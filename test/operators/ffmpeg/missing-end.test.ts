import { appendFileSync, copyFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { missingEnd } from '../../../operators/ffmpeg/missing-end.js';
import { ffmpeg, scratch } from '../video/clips.js';

const { folder, remove } = scratch();
afterAll(remove);

const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=s=33x17:r=10:d=1'];
const SOUND = ['-f', 'lavfi', '-i', 'sine=d=1'];

describe.each([
  ['flv', 'a.flv', [...PICTURES, ...SOUND]],
  ['gif', 'a.gif', PICTURES],
  ['mpegts', 'a.ts', [...PICTURES, ...SOUND]],
  ['mpegts', 'a.m2ts', [...PICTURES, '-mpegts_m2ts_mode', '1']],
  ['ogg', 'a.ogg', [...SOUND, '-c:a', 'flac']],
  ['yuv4mpegpipe', '420.y4m', [...PICTURES, '-pix_fmt', 'yuv420p']],
  ['yuv4mpegpipe', '422.y4m', [...PICTURES, '-pix_fmt', 'yuv422p']],
  ['yuv4mpegpipe', '444.y4m', [...PICTURES, '-pix_fmt', 'yuv444p']],
  ['yuv4mpegpipe', 'ten.y4m', [...PICTURES, '-pix_fmt', 'yuv420p10le', '-strict', '-1']],
])('%s: %s', (format, name, args) => {
  const path = join(folder, name);

  test('that is whole lacks nothing', async () => {
    await ffmpeg(...args, path);
    expect(await missingEnd(path, format)).toBeUndefined();
  });

  test.each([0.3, 0.5, 0.99])('of which the share %d is there lacks its end', async (share) => {
    const cut = join(folder, `cut-${name}`);
    copyFileSync(path, cut);
    const length = Math.floor(statSync(path).size * share);
    // exactly between two packets, a cut cannot be seen
    truncateSync(cut, length % 188 === 0 || length % 192 === 0 ? length - 1 : length);
    expect(await missingEnd(cut, format)).toMatch(/^its last /);
  });
});

test('an MXF lacks its end where its last part, which has no frames, is not where the first part says', async () => {
  const path = join(folder, 'a.mxf');
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=32x32:r=25:d=1', '-c:v', 'mpeg2video', '-pix_fmt', 'yuv422p', path);
  expect(await missingEnd(path, 'mxf')).toBeUndefined();
  truncateSync(path, Math.floor(statSync(path).size * 0.8));
  expect(await missingEnd(path, 'mxf')).toMatch(/^its last part should begin at byte \d+, and does not$/);
});

test('a GIF with zeros after its end is whole', async () => {
  const path = join(folder, 'zeros.gif');
  await ffmpeg(...PICTURES, path);
  appendFileSync(path, Buffer.alloc(7));
  expect(await missingEnd(path, 'gif')).toBeUndefined();
});

test('grey YUV4MPEG, whose sizes have other rules, and formats without rules are not looked at', async () => {
  const path = join(folder, 'grey.y4m');
  await ffmpeg(...PICTURES, '-pix_fmt', 'gray', path);
  truncateSync(path, 100);
  expect(await missingEnd(path, 'yuv4mpegpipe')).toBeUndefined();
  expect(await missingEnd(path, 'mov,mp4,m4a,3gp,3g2,mj2')).toBeUndefined();
});
