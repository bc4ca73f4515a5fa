import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { formatDryRun } from '../../../pipelines/cli/dry-run.js';
import { greyWebp } from '../../operators/clips/media-files.js';
import { entries, run, scratch } from './command-line.js';

const folder = scratch();

describe('hpdm run --dry-run', () => {
  test('shows every node with every setting as resolved, bodies too, and the plan', async () => {
    const cascade = join(folder, 'tiny.yaml');
    const text = formatDryRun(await load('pipelines/sample.yaml', { cascade, count: 2 }, operators), 5);
    expect(text).toMatch(/^seed 5, 1 item in flight\n/);
    expect(text).toContain(
      'slabs   patch.slabs\n  cascade: cascade of 2 levels, 4×16×16 → 16×64×64\n  level: -1\n  count: 2\n',
    );
    expect(text).toMatch(/level\.0\.solve\/tiles {3}patch\.tiles {3}canvas ← in\.canvas, shift ← in\.shift\n/);
    expect(text).toMatch(/level\.0\.noise {3}noise\.canvas {3}slab ← slabs\.slab\n[^]*? count: that of slab\n/);
    expect(text).toMatch(/parameters {5}[\d.]+ k/);
  });
});

describe('hpdm train --dry-run', () => {
  mkdirSync(join(folder, 'clips'));
  writeFileSync(join(folder, 'file'), 'no folder');
  mkdirSync(join(folder, 'earlier', 'step-0000001'), { recursive: true });
  const train = ['train', '--data', 'clips', '--cascade', 'tiny.yaml', '--steps', '1', '--batch', '1', '--quiet'];

  test.each([
    [['--init-from', 'nothing'], /E_CHECKPOINT_MISSING[^]*no checkpoint in nothing/],
    [['--init-from', 'file'], /E_CHECKPOINT_MISSING[^]*no checkpoint in file/],
    [['--out', 'file'], /checkpoint\.with\.path {2}E_FOLDER[^]*file: part of the path is a file/],
    [['--out', 'earlier'], /checkpoint\.with\.path {2}E_EXISTS[^]*earlier with step-0000001/],
    [['--cache', 'file/cache'], /^--cache {2}E_FOLDER[^]*file\/cache: part of the path is a file/],
  ])('refuses %j in the words of the run', async (flags, words) => {
    writeFileSync(join(folder, 'clips', 'a.webp'), await greyWebp([...Array(20).keys()], 32, 24));
    const planned = await run(folder, [...train, ...flags, '--dry-run']);
    expect(planned).toMatchObject({ status: 2, stderr: expect.stringMatching(words) });
    expect((await run(folder, [...train, ...flags])).stderr).toBe(planned.stderr);
  });

  test('makes nothing', async () => {
    const before = entries(folder);
    expect((await run(folder, [...train, '--out', 'new/run', '--cache', 'new/cache', '--dry-run'])).status).toBe(0);
    expect(entries(folder)).toEqual(before);
  });
});
