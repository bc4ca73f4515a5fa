import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { decodeClip } from '../../../operators/clips/decode-clip.js';
import { decodeClips } from '../../../operators/clips/decode-clips.js';
import { fileClip, greyWebp, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding = { height: 6, width: 8, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' } as const;

/** Clips to decode into a folder, as long as their signals allow. */
const askedFor = (paths: readonly string[], into: string, signals: readonly AbortSignal[] = []) =>
  paths.map((path, i) => ({
    work: { clip: fileClip(path), decoding, folder: into, file: join(into, `${i}.safetensors`) },
    signal: signals[i] ?? new AbortController().signal,
  }));

const videos = [1, 2, 3].map((i) => join(folder, `${i}.mp4`));
for (const [i, path] of videos.entries()) {
  await makeVideo(path, `testsrc2=s=64x48:r=10:d=${i + 1}`, ['-pix_fmt', 'yuv420p']);
}
const picture = put(folder, 'a.webp', await greyWebp([7]));
const noise = put(folder, 'noise.mp4', 'noise'.repeat(99));
const damaged = join(folder, 'damaged.mp4');
await makeVideo(damaged, 'testsrc2=s=64x48:r=25:d=4', ['-pix_fmt', 'yuv420p', '-movflags', '+faststart']);
const bytes = readFileSync(damaged);
writeFileSync(damaged, bytes.fill(0x55, Math.round(bytes.length * 0.6), Math.round(bytes.length * 0.7)));

test.each([
  ['videos and pictures', [...videos, picture]],
  ['a file that is no video', [...videos, noise]],
  ['a damaged video', [damaged, ...videos]],
])('clips decoded together are what each is alone: %s', async (_, paths) => {
  const [beside, single] = [scratchFolder(), scratchFolder()];
  const outcomes = await decodeClips(askedFor(paths, beside));
  for (const [i, { work, signal }] of askedFor(paths, single).entries()) {
    const alone = await decodeClip(work, signal);
    const outcome = outcomes[i];
    const found = outcome?.status === 'fulfilled' ? outcome.value : undefined;
    if (!('stored' in alone)) {
      expect(found).toEqual(alone);
      continue;
    }
    const file = join(beside, `${i}.safetensors`);
    expect(found).toEqual({ stored: { ...alone.stored, file } });
    expect(readFileSync(file).equals(readFileSync(alone.stored.file))).toBe(true);
  }
  expect(readdirSync(beside).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('one that nobody needs any more does not end the others; when none is needed, all end', async () => {
  const into = scratchFolder();
  const [first, second] = [new AbortController(), new AbortController()];
  first.abort();
  const asked = askedFor(videos, into, [first.signal]);
  const outcomes = await decodeClips(asked);
  expect(outcomes.slice(1)).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  const long = join(folder, 'long.mp4');
  await makeVideo(long, 'testsrc2=s=320x240:r=50:d=20', ['-pix_fmt', 'yuv420p', '-preset', 'ultrafast']);
  const empty = scratchFolder();
  const stopped = decodeClips(askedFor([long, long], empty, [second.signal, second.signal]));
  while (readdirSync(empty).length < 2) await new Promise((resolve) => setImmediate(resolve));
  second.abort();
  expect((await stopped).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(readdirSync(empty)).toEqual([]);
});
