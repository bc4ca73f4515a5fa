import { getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Decoder } from '../../../operators/clips/decoder.js';
import type { Clip } from '../../../operators/values/clips.js';
import { fileClip, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding = { height: 6, width: 8, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' } as const;
const { signal } = new AbortController();
const workOf = (clip: Clip, name: string) => ({ clip, decoding, folder, file: join(folder, `${name}.safetensors`) });

const video = join(folder, 'b.mp4');
await makeVideo(video, 'testsrc2=s=64x48:r=10:d=1', ['-pix_fmt', 'yuv420p']);

const hold = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

describe('the process that decodes clips', () => {
  test('goes on while this thread computes', async () => {
    const decoder = new Decoder();
    const first = decoder.decode(workOf(fileClip(video), 'first'), { group: 1, jobs: 1, signal });
    await first;
    const waiting = [1, 2, 3].map((i) =>
      decoder.decode(workOf(fileClip(video), `blocked-${i}`), { group: 1, jobs: 1, signal }),
    );
    const { existsSync } = await import('node:fs');
    // each needs two processes, one after the other, and this thread hears of none of them
    for (let tries = 0; tries < 600 && !existsSync(join(folder, 'blocked-3.safetensors')); tries++) hold(100);
    expect(existsSync(join(folder, 'blocked-3.safetensors'))).toBe(true);
    expect(await Promise.all(waiting)).toMatchObject(waiting.map(() => ({ stored: { shape: [10, 6, 8, 3] } })));
  });

  test('has a low priority, and says what it cannot read and where it cannot write', async () => {
    const decoder = new Decoder();
    const noise = workOf(fileClip(put(folder, 'noise.mp4', 'noise')), 'noise');
    expect(await decoder.decode(noise, { group: 1, jobs: 1, signal })).toHaveProperty('reason');
    expect(getPriority(decoder.pid)).toBeGreaterThanOrEqual(10);
    const lost = { ...workOf(fileClip(video), 'lost'), folder: join(folder, 'nowhere') };
    await expect(decoder.decode(lost, { group: 1, jobs: 1, signal })).rejects.toMatchObject({ code: 'E_OUTPUT_WRITE' });
  });

  test('is replaced after its end, which fails what it had to do and names it', async () => {
    const decoder = new Decoder();
    const work = workOf(fileClip(video), 'killed');
    const found = decoder.decode(work, { group: 1, jobs: 1, signal });
    process.kill(decoder.pid ?? NaN, 'SIGKILL');
    await expect(found).rejects.toThrow(/E_DECODER.*\n.*\n.*ended by SIGKILL; it had to decode .*b\.mp4/);
    expect(await decoder.decode(work, { group: 1, jobs: 1, signal })).toHaveProperty('stored');
  });

  test('stops what is cancelled, and goes on with the rest', async () => {
    const decoder = new Decoder();
    const stop = new AbortController();
    const cancelled = decoder.decode(workOf(fileClip(video), 'c'), { group: 1, jobs: 1, signal: stop.signal });
    const other = decoder.decode(workOf(fileClip(video), 'd'), { group: 1, jobs: 1, signal });
    stop.abort();
    await expect(cancelled).rejects.toThrow(/E_CANCELLED/);
    expect(await other).toHaveProperty('stored');
  });
});
