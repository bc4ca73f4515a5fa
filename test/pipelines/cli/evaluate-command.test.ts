import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { videosOf } from '../../../operators/measure/recorded-item.js';
import { byColour, writeLayers } from '../../operators/measure/classifier-files.js';
import { greyWebp, put } from '../../operators/clips/media-files.js';
import { run, scratch } from './command-line.js';
import { reportIn, trainTiny } from './measuring.js';

const folder = scratch();

const evaluate = (...more: string[]) =>
  run(folder, ['evaluate', '--checkpoint', 'tiny', '--count', '4', '--batch', '2', ...more]);

beforeAll(() => trainTiny(folder));

test('samples of a checkpoint are measured beside Moving MNIST, in a JSON and a page', async () => {
  const { status, stderr } = await evaluate('--real', '12', '--frames', '2', '--out', 'a');
  expect([status, stderr]).toEqual([0, expect.stringContaining('evaluation.html')]);
  expect(reportIn(folder, 'a')).toMatchObject({ videos: 4, reals: 12 });
  const { measures } = reportIn(folder, 'a');
  expect(Object.keys(measures)).toEqual(expect.arrayContaining(['fd.frames', 'fd.motion', 'flicker', 'seams.tiles']));
  expect(measures['fd.frames']?.value).toBeGreaterThan(0);
  expect(readFileSync(join(folder, 'a', 'evaluation.html'), 'utf8')).toContain('Evaluation of tiny');
});

test('killed and run again, it gives the same figures, and what is there is not made anew', async () => {
  const { sampled, real } = reportIn(folder, 'a').records;
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
  expect(reportIn(folder, 'b')).toEqual({ ...reportIn(folder, 'a'), seconds: expect.any(Number) });
  const more = await evaluate('--count', '6', '--real', '12', '--frames', '2', '--out', 'c');
  expect(more.status).toBe(0);
  expect(reportIn(folder, 'c')).toMatchObject({ videos: 6, records: { sampled } });
});

test('clips of one`s own take the place of the digits', async () => {
  for (const name of ['up', 'down']) {
    const shades = Array.from({ length: 16 }, (_, k) => (name === 'up' ? 8 * k : 255 - 8 * k));
    put(join(folder, 'clips'), `${name}.webp`, await greyWebp(shades, 64, 64));
  }
  const { status, stderr } = await evaluate('--data', 'clips', '--until-level', '0', '--frames', '2', '--out', 'd');
  expect([status, stderr]).toEqual([0, expect.stringContaining('2 real videos are few')]);
  expect(reportIn(folder, 'd')).toMatchObject({ reals: 2, size: [4, 16, 16, 1] });
});

test('a classifier of one`s own gives the inception score, of the samples and of the digits', async () => {
  const classifier = await writeLayers(join(folder, 'classifier'), byColour([16, 16, 1]));
  const { status, stderr } = await evaluate('--real', '12', '--frames', '2', '--classifier', classifier, '--out', 'f');
  expect([status, stderr]).toEqual([0, expect.stringContaining('is: 8 pictures are few for 2 classes')]);
  const { is } = reportIn(folder, 'f').measures;
  expect([is?.value, is?.error]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(is?.real?.value).toBeGreaterThan(1);
  expect(readFileSync(join(folder, 'f', 'evaluation.html'), 'utf8')).toContain('inception score');
  const other = await evaluate('--real', '12', '--classifier', 'tiny.yaml');
  expect([other.status, other.stderr]).toEqual([2, expect.stringMatching(/tiny\.yaml {2}E_WEIGHTS_OTHER/)]);
});

test.each([
  ['of the real videos', ['--data', 'clips', '--take', 'foo'], /^--take {2}E_PARAM_TYPE[^]*try +--take window/],
  ['of the samples', ['--guidance', '1,2,3,4'], /^--guidance {2}E_CONDITION/],
  ['of a data set that is not there', ['--data', 'nothing'], /E_FILE_MISSING[^]*nothing at nothing/],
])(
  'a mistake in the settings %s is refused before anything runs, by a dry run in the same words',
  async (_, more, words) => {
    const { status, stderr } = await evaluate(...more);
    expect([status, stderr]).toEqual([2, expect.stringMatching(words)]);
    expect((await evaluate(...more, '--dry-run')).stderr).toBe(stderr);
  },
);

test('a dry run shows the plan of the samples and of the real videos', async () => {
  const { stdout } = await evaluate('--dry-run');
  expect(stdout).toMatch(/sampled runs .*samples\.yaml\n[^]*level\.0\.solve[^]*evaluations {4}\d+ patches/);
  expect(stdout).toMatch(/real runs .*digits\.yaml/);
  expect(stdout).not.toMatch(/parameters {5}0 {2}\(0\)\nFLOPs {10}0\npeak memory {4}0 B/);
  const { plan } = JSON.parse((await evaluate('--dry-run', '--json')).stdout) as {
    readonly plan: { readonly documents: readonly { readonly name: string; readonly evaluations: number }[] };
  };
  expect(plan.documents.map(({ name }) => name)).toEqual(['real', 'sampled']);
  expect(plan.documents[1]?.evaluations).toBeGreaterThan(0);
});

test('a clip that cannot be read is left out with its caption, and counted', async () => {
  const shades = { dark: 8, grey: 120, light: 240 };
  for (const [name, shade] of Object.entries(shades)) {
    const frames = Array.from({ length: 16 }, (_, k) => shade + (k % 4));
    put(join(folder, 'captioned'), `${name}.webp`, await greyWebp(frames, 64, 64));
  }
  put(join(folder, 'captioned'), 'broken.webp', 'no picture');
  const lines = ['dark', 'broken', 'grey', 'light'].map((name) => `${name}.webp,the ${name} one`);
  put(join(folder, 'captioned'), 'clips.csv', `path,caption\n${lines.join('\n')}\n`);
  const { status, stderr } = await evaluate('--data', 'captioned/clips.csv', '--frames', '2', '--out', 'e');
  expect([status, stderr]).toEqual([0, expect.stringMatching(/cannot be read: 1 of 4[^]*broken\.webp/)]);
  const { reals, records } = reportIn(folder, 'e');
  expect(reals).toBe(3);
  const seen: [string | null, number][] = [];
  for await (const { text, strip } of videosOf(
    { folder: join(folder, records.real), count: 0 },
    new AbortController().signal,
  )) {
    seen.push([text, (await sharp(strip).stats()).channels[0]?.mean ?? NaN]);
  }
  expect(seen.sort((a, b) => a[1] - b[1]).map(([text]) => text)).toEqual([
    'the dark one',
    'the grey one',
    'the light one',
  ]);
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
