import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { greyWebp, put } from '../../operators/clips/media-files.js';
import { run, scratch } from './command-line.js';

const folder = scratch();

interface Report {
  readonly videos: number;
  readonly reals: number;
  readonly measures: Readonly<Record<string, { readonly value: number | null }>>;
  readonly records: { readonly sampled: string; readonly real: string };
}

const reportIn = (out: string): Report =>
  JSON.parse(readFileSync(join(folder, out, 'evaluation.json'), 'utf8')) as Report;
const evaluate = (...more: string[]) =>
  run(folder, ['evaluate', '--checkpoint', 'tiny', '--count', '4', '--batch', '2', ...more]);

beforeAll(async () => {
  const training = [
    'train',
    '--cascade',
    'tiny.yaml',
    '--steps',
    '1',
    '--batch',
    '1',
    '--preview',
    '0',
    '--out',
    'tiny',
  ];
  expect((await run(folder, training)).status).toBe(0);
});

test('samples of a checkpoint are measured beside Moving MNIST, in a JSON and a page', async () => {
  const { status, stderr } = await evaluate('--real', '12', '--frames', '2', '--out', 'a');
  expect([status, stderr]).toEqual([0, expect.stringContaining('evaluation.html')]);
  expect(reportIn('a')).toMatchObject({ videos: 4, reals: 12 });
  const { measures } = reportIn('a');
  expect(Object.keys(measures)).toEqual(expect.arrayContaining(['fd.frames', 'fd.motion', 'flicker', 'seams.tiles']));
  expect(measures['fd.frames']?.value).toBeGreaterThan(0);
  expect(readFileSync(join(folder, 'a', 'evaluation.html'), 'utf8')).toContain('Evaluation of tiny');
});

test('killed and run again, it gives the same figures, and what is there is not made anew', async () => {
  const { sampled, real } = reportIn('a').records;
  const last =
    readdirSync(join(folder, sampled))
      .filter((name) => name.startsWith('item'))
      .sort()
      .at(-1) ?? '';
  // as a process leaves it that was killed while it sampled the last item
  rmSync(join(folder, sampled, last));
  rmSync(join(folder, sampled, 'record.json'));
  const again = await evaluate('--real', '12', '--frames', '2', '--out', 'b');
  expect(again.status).toBe(0);
  expect(again.stderr).not.toContain(real + '   ');
  expect(reportIn('b')).toEqual({ ...reportIn('a'), seconds: expect.any(Number) });
  const more = await evaluate('--count', '6', '--real', '12', '--frames', '2', '--out', 'c');
  expect(more.status).toBe(0);
  expect(reportIn('c')).toMatchObject({ videos: 6, records: { sampled } });
});

test('clips of one`s own take the place of the digits', async () => {
  for (const name of ['up', 'down']) {
    const shades = Array.from({ length: 16 }, (_, k) => (name === 'up' ? 8 * k : 255 - 8 * k));
    put(join(folder, 'clips'), `${name}.webp`, await greyWebp(shades, 64, 64));
  }
  const { status, stderr } = await evaluate('--data', 'clips', '--until-level', '0', '--frames', '2', '--out', 'd');
  expect([status, stderr]).toEqual([0, expect.stringContaining('2 real videos are few')]);
  expect(reportIn('d')).toMatchObject({ reals: 2, size: [4, 16, 16, 1] });
});

test.each([
  ['flags of a data set without one', ['--take', 'whole'], /E_SET[^]*--take/],
  ['a level that there is not', ['--until-level', '2'], /E_LEVEL/],
  ['a checkpoint that is not there', ['--checkpoint', 'emojy'], /E_CHECKPOINT_MISSING/],
  ['texts without captions', ['--checkpoint', 'emoji'], /E_SET[^]*--data with captions/],
])('%s: refused before anything runs', async (_, more, message) => {
  const { status, stderr } = await evaluate(...more);
  expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
});
