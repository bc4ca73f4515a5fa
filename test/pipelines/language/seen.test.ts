import { expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtIn } from '../../../pipelines/built-in.js';
import { seen } from '../../../pipelines/language/seen.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();

test('what a document extends is under it, and graphs in files are read', async () => {
  const own = { extends: 'sample.yaml', nodes: { file: { with: { fps: 4 } } } };
  const { document, graph, isCascade } = await seen({ file: builtIn('mine.yaml') }, own);
  expect(document).toMatchObject({ hpdm: 1, nodes: { file: { op: 'video.write', with: { fps: 4 } }, model: {} } });
  expect([isCascade, Object.keys(graph('level.yaml')['out'] as object)]).toEqual([false, ['video', 'context']]);
});

test('operators of the modules that it uses are among the others; what cannot be read is left out', async () => {
  const tint =
    "export const tint = { form: 'pure', id: 'my.tint', summary: 'Tint', in: {}, out: {}, with: {}, run: () => ({}) };\n";
  writeFileSync(join(folder, 'tint.mjs'), tint);
  const { registry, document } = await seen(
    { file: join(folder, 'mine.yaml') },
    { use: 'tint.mjs', extends: 'no.yaml' },
  );
  expect(registry['my.tint']?.summary).toBe('Tint');
  expect(registry['patch.tiles']).toBeDefined();
  expect(document['use']).toBe('tint.mjs');
});
