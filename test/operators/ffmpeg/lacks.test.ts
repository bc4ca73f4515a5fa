import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import { hasFilter, lacks } from '../../../operators/ffmpeg/lacks.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();

test('an ffmpeg has the filters that it lists', async () => {
  const ffmpeg = await ffmpegInUse();
  expect(await hasFilter(ffmpeg, 'scale')).toBe(true);
  expect(await hasFilter(ffmpeg, 'none')).toBe(false);
});

test('what a build lacks of the usual parts is named', async () => {
  const path = join(folder.path, 'ffmpeg');
  const lists = ' V..... libx264  H.264\n A..... libopus  Opus\n T.C zscale  V->V\n  srt\n';
  writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${lists}END\n`);
  chmodSync(path, 0o755);
  const missing = await lacks({ path, source: 'PATH', version: '6', year: 2023, library: [60] });
  expect(missing).toEqual(['libx265', 'libvpx-vp9', 'libsvtav1', 'libwebp_anim', 'apng', 'bwdif', 'tls', 'rtmp']);
});
