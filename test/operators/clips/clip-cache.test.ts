import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ClipCache } from '../../../operators/clips/clip-cache.js';
import type { Found } from '../../../operators/clips/decode-clip.js';
import type { Decoding } from '../../../operators/clips/decoding.js';
import { HEADER_BYTES } from '../../../operators/clips/stored-clip.js';
import { compiledUrl, program } from '../../program.js';
import { fileClip, greyWebp, makeVideo, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const decoding: Decoding = { height: 6, width: 8, channels: 3, fps: 0, crop: 'centre', background: '#ffffff' };
const open = (cache: string, more: Partial<Decoding> = {}, signal = new AbortController().signal) =>
  ClipCache.open(`${folder}/${cache}`, { ...decoding, ...more }, { jobs: 2, place: 'nodes.a.with.cache', signal });
const storedOf = (found: Found) => {
  if ('stored' in found) return found.stored;
  throw new Error(found.reason);
};
const filesIn = (cache: string): string[] =>
  readdirSync(`${folder}/${cache}`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.safetensors'),
  );

const webp = put(folder, 'a.webp', await greyWebp([1, 2, 3]));
const video = `${folder}/b.mp4`;
await makeVideo(video, 'testsrc2=s=64x48:r=10:d=1', ['-pix_fmt', 'yuv420p']);

describe('a clip', () => {
  test('is decoded once and found again by another run, pictures and videos alike', async () => {
    const [a, b] = await Promise.all([webp, video].map(async (path) => (await open('once')).get(fileClip(path))));
    expect([storedOf(a as Found).shape, storedOf(b as Found).shape]).toEqual([
      [3, 6, 8, 3],
      [10, 6, 8, 3],
    ]);
    expect(filesIn('once')).toHaveLength(2);
    const again = await (await open('once')).get(fileClip(video));
    expect(storedOf(again)).toEqual(storedOf(b as Found));
    expect(filesIn('once')).toHaveLength(2);
  });

  test('is decoded again with other settings, another part, or after a change', async () => {
    const path = put(folder, 'changing.webp', await greyWebp([1, 2, 3]));
    await (await open('again')).get(fileClip(path));
    await (await open('again', { channels: 1 })).get(fileClip(path));
    await (await open('again')).get(fileClip(path, { start: 0.1 }));
    utimesSync(path, 1, 1);
    await (await open('again')).get(fileClip(path));
    expect(filesIn('again')).toHaveLength(4);
  });

  test('is decoded again if its decoded file is damaged', async () => {
    const { file } = storedOf(await (await open('damaged')).get(fileClip(webp)));
    writeFileSync(file, Buffer.alloc(HEADER_BYTES));
    expect(storedOf(await (await open('damaged')).get(fileClip(webp))).shape).toEqual([3, 6, 8, 3]);
  });
});

test('a clip that cannot be read has a reason, and leaves nothing behind', async () => {
  const cache = await open('broken');
  const reason = async (path: string) => {
    const found = await cache.get(fileClip(path));
    return 'reason' in found ? found.reason : 'none';
  };
  expect(await reason(`${folder}/none.mp4`)).toBe('there is no such file');
  expect(await reason(put(folder, 'noise.mp4', 'noise'.repeat(99)))).toMatch(/not a video; ffmpeg says: Invalid data/);
  expect(await reason(put(folder, 'noise.webp', 'noise'))).toMatch(/unsupported image format/);
  expect(filesIn('broken')).toEqual([]);
  expect(readdirSync(`${folder}/broken`).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('what a killed run left is removed, and a folder that cannot be used is refused', async () => {
  await open('swept');
  put(folder, 'swept/.clip.part-999999999-00000000', 'x');
  await open('swept');
  expect(readdirSync(`${folder}/swept`)).toEqual([]);
  await expect(open('a.webp')).rejects.toThrow(/nodes\.a\.with\.cache {2}E_FOLDER/);
});

test('decoding stops when the run is cancelled', async () => {
  const stop = new AbortController();
  const cache = await open('cancelled', {}, stop.signal);
  const found = cache.get(fileClip(video));
  stop.abort();
  await expect(found).rejects.toThrow(/E_CANCELLED/);
  expect(filesIn('cancelled')).toEqual([]);
  rmSync(`${folder}/cancelled`, { recursive: true });
});

test('many clips are decoded at a time without a warning of Node', async () => {
  const paths = await Promise.all(
    [...Array(16).keys()].map(async (i) => put(folder, `many${i}.webp`, await greyWebp([i]))),
  );
  const { status, stderr } = program(`
    import { ClipCache } from ${JSON.stringify(await compiledUrl('operators/clips/clip-cache.ts'))};
    const options = { jobs: 2, place: 'cache', signal: new AbortController().signal };
    const cache = await ClipCache.open(${JSON.stringify(`${folder}/many`)}, ${JSON.stringify(decoding)}, options);
    const clips = ${JSON.stringify(paths.map((path) => fileClip(path)))};
    for (const found of await Promise.all(clips.map((clip) => cache.get(clip)))) if (!found.stored) throw found;`);
  expect([status, stderr]).toEqual([0, '']);
});
