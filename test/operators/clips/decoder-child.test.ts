import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { compiledUrl } from '../../program.js';
import { fileClip, makeVideo, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding = { height: 6, width: 8, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' } as const;

test('without its parent it ends, and leaves no part of a clip behind', async () => {
  const video = join(folder, 'long.mp4');
  await makeVideo(video, 'testsrc2=s=320x240:r=50:d=60', ['-pix_fmt', 'yuv420p', '-preset', 'ultrafast']);
  const script = fileURLToPath(await compiledUrl('operators/clips/decoder-child.ts'));
  const child = fork(script, [], { execArgv: [], serialization: 'advanced' });
  const ended = once(child, 'exit');
  const work = { clip: fileClip(video), decoding, folder, file: join(folder, 'a.safetensors') };
  child.send({ id: 1, group: 1, jobs: 1, work });
  const isBegun = (): boolean => readdirSync(folder).some((name) => name.startsWith('.'));
  while (!isBegun()) await new Promise((resolve) => setImmediate(resolve));
  child.disconnect();
  expect(await ended).toEqual([0, null]);
  expect(readdirSync(folder)).toEqual(['long.mp4']);
});
