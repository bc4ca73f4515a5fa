import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeClip, peakMegabytes } from '../../bench/transcode.js';
import { findFfmpeg } from '../../operators/ffmpeg/ffmpeg.js';

test('transcode.yaml takes the same memory for 30, 300 and 3,000 frames of 1280×720', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
  try {
    const { path } = await findFfmpeg();
    const peaks: number[] = [];
    for (const frames of [30, 300, 3000]) {
      const clip = makeClip(path, folder, frames);
      peaks.push(await peakMegabytes(clip, join(folder, 'out.mp4')));
    }
    expect(Math.max(...peaks)).toBeLessThan(1.05 * Math.min(...peaks));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
