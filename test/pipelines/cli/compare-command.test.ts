import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();

interface Comparison {
  readonly evaluations: Readonly<Record<string, { readonly videos: number; readonly measures: unknown }>>;
}

const compare = (...more: string[]) =>
  run(folder, ['compare', ...more, '--count', '2', '--batch', '2', '--real', '8', '--frames', '2']);

beforeAll(async () => {
  for (const [out, seed] of [
    ['a', 0],
    ['b', 1],
  ] as const) {
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
      out,
    ];
    expect((await run(folder, [...training, '--seed', `${seed}`])).status).toBe(0);
  }
});

test('two checkpoints are measured beside the same digits, and what evaluate measured is not measured anew', async () => {
  const shared = ['--count', '2', '--batch', '2', '--real', '8', '--frames', '2'];
  expect((await run(folder, ['evaluate', '--checkpoint', 'b', ...shared])).status).toBe(0);
  const { status, stderr } = await compare('a', 'b', '--out', 'both');
  expect([status, stderr]).toEqual([0, expect.stringContaining('comparison.html')]);
  const { evaluations } = JSON.parse(readFileSync(join(folder, 'both', 'comparison.json'), 'utf8')) as Comparison;
  expect(Object.keys(evaluations)).toEqual(['a', 'b']);
  const own = JSON.parse(readFileSync(join(folder, 'out', 'evaluation', 'evaluation.json'), 'utf8')) as {
    readonly measures: unknown;
  };
  expect(evaluations['b']?.measures).toEqual(own.measures);
  // one record is written, that of a
  expect(stderr.match(/samples-[0-9a-f]+ {2,}/g)).toHaveLength(1);
});

test.each([
  ['the same checkpoint twice', ['a', 'a'], /E_SETTING_TYPE/],
  ['a checkpoint that is not there', ['c'], /E_CHECKPOINT_MISSING/],
])('%s: refused before anything runs', async (_, checkpoints, message) => {
  const { status, stderr } = await compare(...checkpoints);
  expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
});
