import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { innerGraphs } from '../../../pipelines/api/inner-graphs.js';
import { load } from '../../../pipelines/api/load.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const cascade = join(folder, 'tiny.yaml');

test('the documents of all nodes, and those that these run', async () => {
  const table = await load(builtIn('experiments/table.yaml'), {
    ...{ base: cascade, seeds: [3, 4], out: join(folder, 'out'), page: join(folder, 'page.md') },
    ...{ training: ['steps=2', 'preview=0'], samples: ['batch=2'] },
  });
  const inner = await innerGraphs(table);
  expect(inner.map(({ name, graph }) => [name, graph.file.replace(/.*\//, '')])).toEqual([
    ['trials.full-3', 'full.yaml'],
    ['trials.full-3.training', 'train.yaml'],
    ['trials.full-3.real', 'digits.yaml'],
    ['trials.full-3.sampled.0', 'samples.yaml'],
  ]);
});

test('mistakes in all of them are said at once, and a document without a record is refused', async () => {
  const values = { cascade, checkpoint: '', records: join(folder, 'records') };
  const wrong = await load(builtIn('evaluate.yaml'), { ...values, values: ['batch=0'], clips: ['frames=1'] });
  await expect(innerGraphs(wrong)).rejects.toThrow(/params\.frames[^]*params\.batch/);
  const none = join(folder, 'none.yaml');
  writeFileSync(
    none,
    `extends: ${builtIn('measure/digits.yaml')}\nnodes: { kept: null }\nout: { video: small.video }\n`,
  );
  await expect(innerGraphs(await load(builtIn('evaluate.yaml'), { ...values, reals: none }))).rejects.toMatchObject({
    faults: expect.arrayContaining([expect.objectContaining({ code: 'E_NO_RECORD' })]),
  });
});

test('a document that names a cascade which comes with hpdm, by itself and in one that extends it', async () => {
  const own = join(folder, 'own.yaml');
  const half = resolve('docs/examples/half-the-steps.yaml');
  writeFileSync(own, `extends: ${half}\n`);
  for (const sampler of [half, own]) {
    const graph = await load(builtIn('compare.yaml'), { checkpoints: [sampler], records: join(folder, 'records') });
    // nothing else is wrong
    const missing = [expect.objectContaining({ code: 'E_CHECKPOINT_MISSING' })];
    await expect(innerGraphs(graph)).rejects.toMatchObject({ faults: missing });
  }
});
