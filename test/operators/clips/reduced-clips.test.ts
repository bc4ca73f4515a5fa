import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { ReducedClips, type Reduction } from '../../../operators/clips/reduced-clips.js';
import { testContext } from '../../context.js';
import { clipSettings, fileClip, greyWebp, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const settings = clipSettings({ cache: `${folder}/cache`, start: 'first', take: 'whole' });
const shape = [4, 8, 8, 1] as const;
const reduction: Reduction = { shape, size: [2, 1, 1], time: 'pick' };
const made = (name: string, values: number[]) =>
  greyWebp(values, 8, 8).then((bytes) => fileClip(put(folder, name, bytes)));

test('clips are reduced in time and space, in their order, and found again by later runs', async () => {
  const clips = clipsOf([await made('a.webp', [0, 10, 20, 30]), await made('b.webp', [40, 50, 60, 70])]);
  const context = testContext();
  const reduced = await ReducedClips.open(clips, settings, reduction, context);
  expect(reduced.length).toBe(2);
  const bytes: number[] = [];
  for await (const chunk of reduced.chunks()) bytes.push(...chunk.bytes);
  // the second of two frames is the middle one
  expect(bytes).toEqual([10, 30, 50, 70]);
  expect([...(await reduced.at(1))]).toEqual([50, 70]);
  await reduced.close();
  const before = readdirSync(`${folder}/cache`).sort();
  const again = await ReducedClips.open(clips, settings, reduction, testContext());
  expect([...(await again.at(0))]).toEqual([10, 30]);
  await again.close();
  expect(readdirSync(`${folder}/cache`).sort()).toEqual(before);
});

test('a clip that cannot be read is left out', async () => {
  const broken = fileClip(put(folder, 'c.webp', 'no picture'));
  const context = testContext();
  const clips = clipsOf([broken, await made('d.webp', [80, 90, 100, 110])]);
  const reduced = await ReducedClips.open(clips, settings, reduction, context);
  expect(reduced.clips.map(({ name }) => name)).toEqual([`${folder}/d.webp`]);
  expect([...(await reduced.at(0))]).toEqual([90, 110]);
  expect(context.warnings.join()).toContain('c.webp');
  await reduced.close();
});

test('a run that is cancelled leaves no file', async () => {
  const before = readdirSync(`${folder}/cache`).sort();
  const clips = clipsOf([await made('a.webp', [0, 10, 20, 30])]);
  const context = testContext({ signal: AbortSignal.abort() });
  await expect(ReducedClips.open(clips, settings, reduction, context)).rejects.toThrow();
  expect(readdirSync(`${folder}/cache`).filter((name) => /reduced|part/.test(name))).toEqual(
    before.filter((name) => name.endsWith('.reduced')),
  );
});

test('with a limit, decoded clips are removed and decoded once more, and the bytes are the same', async () => {
  const values = Array.from({ length: 20 }, (_, i) => [i, i + 40, i + 80, i + 120]);
  const clips = clipsOf(await Promise.all(values.map((few, i) => made(`many${i}.webp`, few))));
  // five clips of 512 + 256 bytes
  const limited = clipSettings({ ...settings, cache: `${folder}/small`, cacheLimit: '4KiB' });
  const reduced = await ReducedClips.open(clips, limited, reduction, testContext());
  const bytes = await Promise.all(values.map((_, i) => reduced.at(i)));
  expect(bytes.map((few) => [...few])).toEqual(values.map(([, second, , fourth]) => [second, fourth]));
  await reduced.close();
  const left = readdirSync(`${folder}/small`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.safetensors'),
  );
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThanOrEqual(5);
});
