import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { load } from '../../../index.js';
import { readCascade } from '../../../index.js';
import { documentOfRecord } from '../../../pipelines/studio/document-of-record.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const to = join(folder, 'mine.yaml');

test('the record of hpdm sample becomes a document that samples the same', async () => {
  const parts = { condition: 'text', fromFile: false, showLevels: false, separate: false };
  const parameters = { prompts: ['fox'], seed: 9, until: 0, count: 1, checkpoint: 'emoji', in: 'unknown' };
  writeFileSync(to, documentOfRecord({ parts, parameters, cascade: readCascade('emoji') }, 'fox.json', to));
  const { nodes } = await load(to);
  expect(nodes.find(({ name }) => name === 'prompts')?.settings).toMatchObject({ prompts: ['fox'] });
  expect(
    nodes.find(({ name }) => name === 'level.0.encode') ?? nodes.find(({ name }) => name === 'level.0.solve'),
  ).toBeDefined();
});

test('the record of the studio becomes its document with its values', () => {
  const document = { file: join(folder, 'a.yaml'), text: 'hpdm: 1\nparams: { n: { type: int } }\nnodes: {}\n' };
  expect(documentOfRecord({ document, values: { n: 2 } }, 'a.json', to)).toContain('n: { type: int, default: 2 }');
});

test.each([
  [{}, /the record of a video/],
  [{ parts: { condition: 'none', fromFile: true }, parameters: {} }, /hpdm sample --like x\.json/],
])('%j is refused', (record, said) => {
  expect(() => documentOfRecord(record, 'x.json', to)).toThrow(said);
});
