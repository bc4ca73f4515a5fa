import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decodeClip } from '../../../operators/clips/decode-clip.js';
import { readStored } from '../../../operators/clips/stored-clip.js';
import type { Clip } from '../../../operators/values/clips.js';
import { fileClip, greyWebp, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding = { height: 6, width: 8, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' } as const;
const decode = (clip: Clip, name: string, signal = new AbortController().signal) =>
  decodeClip({ clip, decoding, folder, file: join(folder, name, 'a.safetensors') }, signal);

const video = join(folder, 'b.mp4');
await makeVideo(video, 'testsrc2=s=64x48:r=10:d=1', ['-pix_fmt', 'yuv420p']);

describe('a clip is decoded into a file that', () => {
  test('holds its frames, size and rate', async () => {
    const found = await decode(fileClip(video), 'video');
    expect(found).toEqual({ stored: readStored(join(folder, 'video', 'a.safetensors')) });
    expect(found).toMatchObject({ stored: { shape: [10, 6, 8, 3], rate: 10 } });
    const animation = await decode(fileClip(put(folder, 'a.webp', await greyWebp([1, 2, 3]))), 'animation');
    expect(animation).toMatchObject({ stored: { shape: [3, 6, 8, 3], rate: 10 } });
  });

  test('is absent when it cannot be read, or when decoding is cancelled', async () => {
    const noise = fileClip(put(folder, 'noise.mp4', 'noise'.repeat(99)));
    expect(await decode(noise, 'noise')).toMatchObject({ reason: expect.stringMatching(/Invalid data/) });
    const stop = new AbortController();
    const stopped = decode(fileClip(video), 'stopped', stop.signal);
    stop.abort();
    await expect(stopped).rejects.toThrow(/E_CANCELLED/);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(readdirSync(folder)).not.toContain('noise');
  });
});
