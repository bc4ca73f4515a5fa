import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { run, scratch } from './command-line.js';
import { comparisonIn, reportIn, trainTiny } from './measuring.js';

const folder = scratch();
const FEW = ['--count', '2', '--batch', '2', '--frames', '2'];
const compare = (...more: string[]) => run(folder, ['compare', ...more, ...FEW, '--real', '8']);

/** A document that samples as hpdm evaluate does, by a cascade and a checkpoint of its own. */
const samplerOf = (name: string, cascade: string, more = '', checkpoint = 'a'): void => {
  const params = `params: { cascade: { default: ${cascade} }, checkpoint: { default: ${checkpoint} } }`;
  writeFileSync(join(folder, name), `extends: ${builtIn('measure/samples.yaml')}\n${params}\n${more}`);
};

beforeAll(async () => {
  await trainTiny(folder, 'a', 0);
  await trainTiny(folder, 'b', 1);
  writeFileSync(join(folder, 'few.yaml'), 'extends: tiny.yaml\nlevels: { 0: { steps: 2 }, 1: { steps: 1 } }\n');
  samplerOf('own.yaml', 'tiny.yaml');
  samplerOf('again.yaml', 'tiny.yaml', '', 'again');
  samplerOf('fewer-steps.yaml', 'few.yaml');
  samplerOf(
    'coarse.yaml',
    'tiny.yaml',
    "nodes: { level: { for: 'levels of ${cascade} to 0' }, kept: { with: { level: 0 } } }\n",
  );
  samplerOf('none.yaml', 'tiny.yaml', 'nodes: { kept: null }\nout: { video: "level[last].video" }\n');
});

test('two checkpoints are measured beside the same digits, and what evaluate measured is not measured anew', async () => {
  expect((await run(folder, ['evaluate', '--checkpoint', 'b', ...FEW, '--real', '8'])).status).toBe(0);
  const { status, stderr } = await compare('a', 'b', '--out', 'both');
  expect([status, stderr]).toEqual([0, expect.stringContaining('comparison.html')]);
  const evaluations = comparisonIn(folder, 'both');
  expect(Object.keys(evaluations)).toEqual(['a', 'b']);
  expect(evaluations['b']?.measures).toEqual(reportIn(folder, 'out/evaluation').measures);
  // one record is written, that of a
  expect(stderr.match(/samples-[0-9a-f]+ {2,}/g)).toHaveLength(1);
});

test('documents are compared with each other and with a checkpoint, by the same seed and their own cascades', async () => {
  const { status, stderr } = await compare('fewer-steps.yaml', 'a', 'own.yaml', '--seed', '3', '--out', 'documents');
  expect([status, stderr]).toEqual([0, expect.stringContaining('comparison.html')]);
  const evaluations = comparisonIn(folder, 'documents');
  expect(Object.keys(evaluations)).toEqual(['fewer-steps.yaml', 'a', 'own.yaml']);
  // the document samples the checkpoint as the command does; with fewer steps the samples are others
  expect(evaluations['own.yaml']?.measures).toEqual(evaluations['a']?.measures);
  expect(evaluations['fewer-steps.yaml']?.measures['flicker']).not.toEqual(evaluations['a']?.measures['flicker']);
  const page = readFileSync(join(folder, 'documents', 'comparison.html'), 'utf8');
  expect(page).toMatch(/<p>sample 0<br>\nfewer-steps\.yaml<br><img[^>]*><br>\na<br><img[^>]*><br>\nown\.yaml<br><img/);
});

test('a document whose checkpoint was trained anew is measured anew', async () => {
  const recordOf = async (checkpoint: string): Promise<string | undefined> => {
    cpSync(join(folder, checkpoint), join(folder, 'again'), { recursive: true });
    return /again-[0-9a-f]{16}/.exec((await compare('again.yaml')).stderr)?.[0];
  };
  const first = await recordOf('a');
  expect(await recordOf('b')).not.toBe(first);
  expect(await recordOf('a')).toBe(first);
});

test.each([
  ['the same checkpoint twice', ['a', 'a'], /E_SETTING_TYPE/],
  ['a checkpoint that is not there', ['c'], /E_CHECKPOINT_MISSING/],
  ['a document that is not there', ['a', 'c.yaml'], /c\.yaml {2}E_FILE/],
  ['a document that keeps no record', ['own.yaml', 'none.yaml'], /none\.yaml {2}E_NO_RECORD[^]*measure\.record/],
  [
    'a flag that a document does not know',
    ['own.yaml', '--data', 'x', '--part', 'rest', '--cascade', 'emoji'],
    /--data {2}E_PARAM_UNKNOWN[^]*own\.yaml, which has none[^]*--part {2}E_PARAM_UNKNOWN/,
  ],
])('%s: refused before anything runs', async (_, checkpoints, message) => {
  const { status, stderr } = await compare(...checkpoints);
  expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
});

test('videos of another size are an error that names their record', async () => {
  const { status, stderr } = await compare('own.yaml', 'coarse.yaml');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/coarse-[0-9a-f]+ {2}E_SIZE[^]*4×16×16×1/)]);
});
