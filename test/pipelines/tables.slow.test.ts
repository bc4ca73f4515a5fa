import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readCheckpointCascade } from '../../operators/training/load-weights.js';
import { builtIn } from '../../pipelines/built-in.js';
import { greyWebp } from '../operators/clips/media-files.js';
import { run, scratch } from './cli/command-line.js';

const folder = scratch();

interface Table {
  readonly rows: readonly { readonly row: string; readonly seeds: readonly number[]; readonly figures: object }[];
}

const [page, tables] = ['tables/page.md', 'tables'];

/** Run the first steps of a table, with one seed; its rows, and what the run said. */
async function firstSteps(
  name: string,
  more: readonly string[] = SHORT,
  [out, table] = [tables, name],
): Promise<Table & { readonly stderr: string }> {
  const file = builtIn(`experiments/${name}.yaml`);
  const short = [TRAINING, 'count=2', 'real=8', 'seeds=1', `out=${out}`, `page=${page}`, ...more];
  const { status, stderr } = await run(folder, ['run', file, ...short]);
  expect([status, stderr]).toEqual([0, expect.stringContaining('page.md')]);
  return { ...(JSON.parse(readFileSync(join(folder, out, table, 'table.json'), 'utf8')) as Table), stderr };
}

const TRAINING = 'training=steps=2,every=1,keep=5,batch=1,preview=0';

/** Only the two coarser levels, and the whole of videos of one level. */
const SHORT = ['samples=until=1,batch=2,frames=2', 'clips=until=1,frames=2'];
const WHOLE = ['samples=batch=2,frames=2', 'clips=frames=2'];

test('the first steps of Table 3: every row is trained on its own, sampled and measured, the real clips and all else once', async () => {
  const { rows } = await firstSteps('table-3');
  expect(rows.map(({ row }) => row)).toEqual(['full', 'shallow', 'detached', 'all-levels', 'no-coordinates']);
  expect(rows.map(({ seeds }) => seeds)).toEqual(rows.map(() => [1]));
  const networks = await Promise.all(
    rows.map(async ({ row }) => (await readCheckpointCascade(join(folder, tables, 'trainings', `${row}-1`))).network),
  );
  expect(networks[1]).toMatchObject({ fusion: 'none', pixels: true });
  expect(new Set(networks.map((network) => JSON.stringify(network))).size).toBe(5);
  expect(readdirSync(join(folder, tables, 'measured')).filter((name) => name.startsWith('digits'))).toHaveLength(1);
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

// with two steps of the coarsest level, too
const row = { extends: builtIn('experiments/coarse-first/coarse-first.yaml'), about: 'Coarse first, in short.' };
const before = { default: ['steps=2', 'batch=1', 'preview=0'] };
writeFileSync(join(folder, 'coarse-first.yaml'), JSON.stringify({ ...row, params: { before } }));

test.each([
  ['steps-per-level', ['4-2-1', '8-4-2', '16-8-4', '32-16-8', '16-8-16', '32-8-4'], SHORT],
  ['caching', ['on', 'off'], SHORT],
  ['coarse-first', ['full', 'coarse-first'], [...SHORT, 'at=2', 'coarseFirst=coarse-first.yaml']],
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

test.each([
  ['table-3', ['full', 'shallow', 'detached', 'all-levels', 'no-coordinates']],
  ['coarse-first', ['full', 'coarse-first']],
  ['caching', ['on', 'off']],
])(
  'the first steps of emoji/%s, on clips with captions',
  async (name, expected) => {
    const data = 'data=clips.csv,holdOut=0';
    mkdirSync(join(folder, 'clips'), { recursive: true });
    const texts = ['red', 'green', 'blue', 'black', 'white', 'grey', 'pink', 'brown'];
    const clip = async (text: string, i: number): Promise<string> => {
      const shades = [...Array(16).keys()].map((k) => 30 * i + k);
      writeFileSync(join(folder, 'clips', `${text}.webp`), await greyWebp(shades, 64, 64));
      return `clips/${text}.webp,${text}`;
    };
    writeFileSync(join(folder, 'clips.csv'), ['path,caption', ...(await Promise.all(texts.map(clip)))].join('\n'));
    const row = { extends: builtIn('experiments/coarse-first/coarse-first.yaml'), about: 'In short.' };
    const steps = { default: ['steps=2', 'batch=1', 'preview=0', ...data.split(','), 'cache=cache'] };
    writeFileSync(join(folder, 'coarse-first.yaml'), JSON.stringify({ ...row, params: { before: steps } }));
    const own = name === 'coarse-first' ? ['coarseFirst=coarse-first.yaml'] : [];
    const short = [
      `${TRAINING},${data},cache=cache`,
      `samples=until=1,batch=2,frames=2,${data}`,
      `clips=until=1,frames=2,cache=cache,${data}`,
    ];
    const { rows } = await firstSteps(`emoji/${name}`, [...short, ...own], ['emoji-tables', `emoji-${name}`]);
    expect(rows.map(({ row, seeds }) => [row, seeds])).toEqual(expected.map((row) => [row, [1]]));
    expect(rows.map(({ figures }) => Object.keys(figures))).toEqual(
      expected.map(() => expect.arrayContaining(['fd.frames', 'prompt.top1', 'loss.2'])),
    );
  },
  600_000,
);
