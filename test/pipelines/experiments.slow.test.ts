import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSource } from '../../dsl/index.js';
import { readCheckpointCascade } from '../../operators/training/load-weights.js';
import { load } from '../../pipelines/api/load.js';
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

/** The loss of every step of a run. */
const lossesOf = (out: string): number[] =>
  readFileSync(join(out, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly loss: number }).loss);

interface Report {
  readonly space: Record<'tiles' | 'tokens', { readonly value: number }>;
  readonly real: Pick<Report, 'space'>;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the emoji recipe from nothing to weights: the coarsest level alone, all levels from it, the coarsest again, and one file', async () => {
  const short = 'values=data=clips.csv,steps=20,batch=2,holdOut=0,preview=0,cache=cache';
  const recipe = ['run', builtIn('experiments/emoji.yaml'), short, 'out=whole', 'weights=whole.safetensors'];
  const { status, stderr } = await run(folder, recipe);
  expect([status, stderr]).toEqual([0, expect.stringContaining('whole.safetensors')]);
  for (const name of ['emoji-coarse', 'emoji-pyramid', 'emoji-finish']) {
    const losses = lossesOf(join(folder, 'whole', name));
    expect(losses).toHaveLength(20);
    expect(mean(losses.slice(-5))).toBeLessThan(mean(losses.slice(0, 5)));
  }
  expect(await readCheckpointCascade(join(folder, 'whole.safetensors'))).toMatchObject({ levels: { length: 4 } });
  const again = await run(folder, [...recipe, '--resume']);
  expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('nothing left to do')]);
}, 300_000);

test('seams of sampled digits, whose tiles are moved, are measured beside those of real ones', async () => {
  const training = ['train', '--cascade', 'mnist', '--steps', '1', '--batch', '1', '--preview', '0', '--out', 'digits'];
  expect((await run(folder, training)).status).toBe(0);
  const [still, moved] = [{ steps: 1 }, { steps: 1, shift: true }];
  const brief = { extends: 'mnist', levels: { 0: still, 1: moved, 2: moved } };
  writeFileSync(join(folder, 'brief.yaml'), JSON.stringify(brief));
  const seams = ['run', builtIn('experiments/seams.yaml'), 'cascade=brief.yaml', 'checkpoint=digits', 'count=1'];
  const { status, stderr } = await run(folder, [...seams, 'out=seams.json']);
  expect([status, stderr]).toEqual([0, expect.stringContaining('seams.json')]);
  const { space, real } = JSON.parse(readFileSync(join(folder, 'seams.json'), 'utf8')) as Report;
  for (const { tiles, tokens } of [space, real.space]) {
    expect(tiles.value).toBeGreaterThan(0);
    expect(tokens.value).toBeGreaterThan(0);
  }
}, 300_000);

test('every experiment says what it does, and has nothing wrong', async () => {
  for (const file of [...Object.values(documentsIn('experiments')), builtIn('judge.yaml')]) {
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^about: \S/m);
    const { params } = readSource(file).value as { readonly params: object };
    const graph = await load(file, 'data' in params ? { data: 'clips.csv' } : {});
    expect(graph.nodes.length).toBeGreaterThan(0);
  }
}, 120_000);
