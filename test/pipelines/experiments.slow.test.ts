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

interface Table {
  readonly rows: readonly { readonly row: string; readonly seeds: readonly number[]; readonly figures: object }[];
}

const [page, tables] = ['tables/page.md', 'tables'];

/** Run the first steps of a table, with one seed; its rows, and what the run said. */
async function firstSteps(name: string, more: readonly string[] = SHORT): Promise<Table & { readonly stderr: string }> {
  const file = builtIn(`experiments/${name}.yaml`);
  const training = 'training=steps=2,every=1,keep=5,batch=1,preview=0';
  const short = [training, 'count=2', 'real=8', 'seeds=1', `out=${tables}`, `page=${page}`, ...more];
  const { status, stderr } = await run(folder, ['run', file, ...short]);
  expect([status, stderr]).toEqual([0, expect.stringContaining('page.md')]);
  return { ...(JSON.parse(readFileSync(join(folder, tables, name, 'table.json'), 'utf8')) as Table), stderr };
}

/** Only the two coarser levels, and the whole of videos of one level. */
const SHORT = ['samples=until=1,batch=2,frames=2', 'clips=until=1,frames=2'];
const WHOLE = ['samples=batch=2,frames=2', 'clips=frames=2'];

test('the first steps of Table 3: every row is trained on its own, sampled and measured, and nothing of it a second time', async () => {
  const { rows } = await firstSteps('table-3');
  expect(rows.map(({ row }) => row)).toEqual(['full', 'shallow', 'detached', 'all-levels', 'no-coordinates']);
  expect(rows.map(({ seeds }) => seeds)).toEqual(rows.map(() => [1]));
  const networks = await Promise.all(
    rows.map(async ({ row }) => (await readCheckpointCascade(join(folder, tables, 'trainings', `${row}-1`))).network),
  );
  expect(networks[1]).toMatchObject({ fusion: 'none', pixels: true });
  expect(new Set(networks.map((network) => JSON.stringify(network))).size).toBe(5);
  const again = await firstSteps('table-3');
  expect(again.rows).toEqual(rows);
  expect(again.stderr).not.toMatch(/, loss |solve/);
}, 600_000);

test('the first steps of Table 4: one training is sampled with each overlap, in the same page', async () => {
  const { rows } = await firstSteps('table-4');
  expect(rows.map(({ row }) => row)).toEqual(['none', 'width', 'frames-and-height', 'all']);
  expect(new Set(rows.map(({ figures }) => JSON.stringify(figures))).size).toBe(4);
  expect(readFileSync(join(folder, page), 'utf8').match(/^## .*/gm)).toHaveLength(2);
}, 600_000);

test.each([
  ['steps-per-level', ['4-2-1', '8-4-2', '16-8-4', '32-16-8', '16-8-16', '32-8-4'], SHORT],
  ['caching', ['on', 'off'], SHORT],
  ['coarse-first', ['full', 'coarse-first'], [...SHORT, 'at=2']],
  ['transformer', ['full', 'transformer'], SHORT],
  ['table-1', ['full-resolution', 'patches', 'adaptive'], WHOLE],
  ['others', ['full', 'diffusion-transformer', 'plain-cascade'], [...WHOLE, 'at=1,2']],
])(
  'the first steps of %s',
  async (name, expected, more) => {
    const { rows } = await firstSteps(name, more);
    expect(rows.map(({ row, seeds }) => [row, seeds])).toEqual(expected.map((row) => [row, [1]]));
    expect(readFileSync(join(folder, page), 'utf8')).toContain(`<!-- ${name} -->`);
  },
  600_000,
);

test('every experiment says what it does, and has nothing wrong', async () => {
  for (const file of [...Object.values(documentsIn('experiments')), builtIn('judge.yaml')]) {
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^about: \S/m);
    const { params } = readSource(file).value as { readonly params: object };
    const graph = await load(file, 'data' in params ? { data: 'clips.csv' } : {});
    expect(graph.nodes.length).toBeGreaterThan(0);
  }
}, 120_000);
