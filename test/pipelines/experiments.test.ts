import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { builtIn } from '../../pipelines/built-in.js';
import { documentsIn } from '../../pipelines/presets.js';
import { greyWebp } from '../operators/clips/media-files.js';
import { run, scratch } from './cli/command-line.js';

const folder = scratch();
const FRAMES = 64;
mkdirSync(join(folder, 'clips'));
const shades = [...Array(FRAMES).keys()];
for (const [name, turn] of [
  ['up', 1],
  ['down', -1],
] as const)
  writeFileSync(
    join(folder, 'clips', `${name}.webp`),
    await greyWebp(
      shades.map((k) => 128 + turn * k),
      64,
      64,
    ),
  );
writeFileSync(join(folder, 'clips.csv'), 'path,caption\nclips/up.webp,up\nclips/down.webp,down\n');

/** Run an experiment for a few steps; the losses of every step. */
async function train(name: string, ...values: string[]): Promise<number[]> {
  const out = join(folder, name);
  const short = [
    'data=clips.csv',
    'steps=10',
    'warmup=0',
    'batch=2',
    'holdOut=0',
    'preview=0',
    'cache=cache',
    `out=${out}`,
  ];
  const { status, stderr } = await run(folder, ['run', builtIn(`experiments/${name}.yaml`), ...short, ...values]);
  expect([status, stderr]).toEqual([0, expect.any(String)]);
  const lines = readFileSync(join(out, 'metrics.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { readonly loss: number }).loss);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the emoji recipe begins: the coarsest level alone, then all five levels from its weights', async () => {
  const coarse = await train('emoji-coarse');
  expect(coarse).toHaveLength(10);
  const all = await train('emoji', `start=${join(folder, 'emoji-coarse')}`);
  expect(all).toHaveLength(10);
  for (const losses of [coarse, all]) expect(mean(losses.slice(-4))).toBeLessThan(mean(losses.slice(0, 4)));
  expect(readdirSync(join(folder, 'emoji'))).toContain('step-0000010');
}, 120_000);

test('every experiment says what it does', async () => {
  for (const file of Object.values(documentsIn('experiments')))
    expect(readFileSync(file, 'utf8')).toMatch(/^about: \S/m);
});
