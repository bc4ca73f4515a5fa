import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeClip, peakMegabytes } from '../../bench/transcode.js';
import { findFfmpeg } from '../../operators/ffmpeg/ffmpeg.js';
import { readWhole } from '../operators/video/clips.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
let ffmpeg = '';

beforeAll(async () => {
  ffmpeg = (await findFfmpeg()).path;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('transcode.yaml takes the same memory for 20 frames of 1280×720 and for 100, and loses none', async () => {
  const peaks: number[] = [];
  for (const frames of [20, 100]) {
    const clip = makeClip(ffmpeg, folder, frames);
    peaks.push(await peakMegabytes(clip, join(folder, `${frames}-out.mp4`)));
  }
  expect(Math.max(...peaks)).toBeLessThan(1.05 * Math.min(...peaks));
  expect((await readWhole({ path: join(folder, '100-out.mp4'), size: [36, 64] })).count).toBe(100);
}, 240_000);
