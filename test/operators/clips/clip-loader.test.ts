import { describe, expect, test } from '@jest/globals';
import { ClipLoader } from '../../../operators/clips/clip-loader.js';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { readStored } from '../../../operators/clips/stored-clip.js';
import { testContext } from '../../context.js';
import { clipSettings, fileClip, greyWebp, put, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const good = await Promise.all(
  [2, 3, 4, 5, 6, 7, 8].map(async (value, i) => put(folder, `good${i}.webp`, await greyWebp([value, value + 1]))),
);
const bad = [0, 1, 2, 3, 4].map((i) => put(folder, `bad${i}.webp`, `noise ${i}`));
const long = await Promise.all(
  [50, 60].map(async (value, i) => put(folder, `long${i}.webp`, await greyWebp([value, 1, 2, 3]))),
);

const shape = [2, 6, 8, 3] as const;
const open = async (given: Parameters<typeof clipSettings>[0] = {}, frames = 2) => {
  const context = testContext({ seed: 5 });
  const settings = clipSettings({ cache: `${folder}/cache`, ...given });
  return { context, loader: await ClipLoader.open(settings, [frames, ...shape.slice(1)] as never, context) };
};
const sequence = (paths: readonly (string | undefined)[]) => clipsOf(paths.map((path) => fileClip(path ?? '')));
const namesOf = (draws: readonly { readonly clip: { readonly name: string } }[]) =>
  draws.map(({ clip }) => clip.name.replace(`${folder}/`, '').replace('.webp', ''));

describe('a clip that cannot be read', () => {
  test('is replaced by the next that can, for any number of jobs, and is listed at the end', async () => {
    const clips = sequence([good[0], bad[0], bad[1], good[1], good[2], bad[0]]);
    const seen = await Promise.all(
      [1, 3].map(async (jobs) => {
        const { loader, context } = await open({ jobs });
        const names = namesOf(await loader.load({ clips, first: 0, size: 6 }));
        expect(context.warnings).toHaveLength(1);
        expect(context.warnings[0]).toMatch(/bad0\.webp cannot be read and is left out: .*unsupported/);
        loader.report();
        expect(context.warnings[1]).toMatch(/left out because they cannot be read: 2 of 5\n.*bad0[^]*bad1/);
        return names;
      }),
    );
    expect(seen[0]).toEqual(['good0', 'good1', 'good1', 'good1', 'good2', 'good0']);
    expect(seen[1]).toEqual(seen[0]);
  });

  test('stops the run with the list if there are too many', async () => {
    const { loader } = await open();
    await loader.load({ clips: sequence([...bad.slice(0, 3), ...good]), first: 0, size: 10 });
    const clips = sequence([...bad.slice(0, 4), ...good]);
    await expect(loader.load({ clips, first: 0, size: 11 })).rejects.toThrow(
      /nodes\.node {2}E_CLIPS[^]*4 of 11 clips cannot be read[^]*bad3\.webp: Input file/,
    );
    const { loader: patient } = await open({ maxBroken: 0.5 });
    expect(await patient.load({ clips, first: 0, size: 11 })).toHaveLength(11);
  });

  test('stops the run at once if no other is left', async () => {
    const { loader } = await open();
    await expect(loader.load({ clips: sequence(bad.slice(0, 2)), first: 0, size: 2 })).rejects.toThrow(
      /E_CLIPS[^]*all 2 that were tried cannot be read/,
    );
    const { loader: other } = await open();
    await expect(other.load({ clips: sequence(bad.slice(0, 1)), first: 0, size: 1 })).rejects.toThrow(
      /E_CLIPS[^]*the one that was tried cannot be read/,
    );
  });
});

describe('a clip shorter than asked', () => {
  test('is left out and counted, or used if that is set', async () => {
    const clips = sequence([good[0], long[0], good[1], long[1]]);
    const { loader, context } = await open({}, 4);
    expect(namesOf(await loader.load({ clips, first: 0, size: 4 }))).toEqual(['long0', 'long0', 'long1', 'long1']);
    loader.report();
    expect(context.warnings).toEqual([
      expect.stringMatching(/they have fewer than 4 frames .*: 2 of 4\n[^]*: \d frames?\n[^]*: \d frames?$/),
    ]);
    const { loader: holding } = await open({ short: 'hold' }, 4);
    expect(namesOf(await holding.load({ clips, first: 0, size: 4 }))).toEqual(['good0', 'long0', 'good1', 'long1']);
  });

  test('stops the run if the others cannot be read, with what became of each', async () => {
    const { loader } = await open({}, 16);
    await expect(loader.load({ clips: sequence([good[0], bad[0], bad[1]]), first: 0, size: 1 })).rejects.toThrow(
      /E_CLIPS\n {2}expected {2}clips of at least 16 frames\n {2}got {7}1 clip that is shorter, and 2 that cannot be read\n +.*good0\.webp: \d frames?\n +.*bad0\.webp: .*\n +.*bad1\.webp: .*\n {2}try/,
    );
  });

  test('stops the run if all are', async () => {
    const { loader } = await open({}, 16);
    await expect(loader.load({ clips: sequence(good), first: 0, size: 2 })).rejects.toThrow(
      /E_CLIPS\n {2}expected {2}clips of at least 16 frames\n {2}got {7}all are shorter: 7 clips\n +.*good0\.webp: 2 frames\n[^]* {2}try {7}short: hold/,
    );
  });
});

test('a sequence without end goes on after clips that cannot be read', async () => {
  const all = [bad[0], good[0]];
  const clips = { ...sequence(all), length: Infinity, at: (i: number) => fileClip(all[i % 2] ?? '') };
  const { loader } = await open();
  expect(namesOf(await loader.load({ clips, first: 1e9, size: 3 }))).toEqual(['good0', 'good0', 'good0']);
});

test('with a limit, clips come and go, every batch can be read, and a later run says what is there', async () => {
  const clips = sequence(good);
  // a decoded clip has 512 bytes of header and 2 × 6 × 8 × 3 bytes
  const limited = { cache: `${folder}/limited`, cacheLimit: '2000B' };
  const { loader } = await open(limited);
  for (const first of [0, 2, 4, 0]) {
    const draws = await loader.load({ clips, first, size: 2 });
    expect(namesOf(draws)).toEqual([`good${first}`, `good${first + 1}`]);
    for (const { stored } of draws) expect(readStored(stored.file)?.shape).toEqual([2, 6, 8, 3]);
  }
  loader.report();
  const { context } = await open(limited);
  expect(context.notes).toEqual([expect.stringMatching(/limited has 1 MB of at most 2000B of decoded clips/)]);
});
