import { expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { explain } from '../../../pipelines/language/explain.js';
import { propose } from '../../../pipelines/language/propose.js';
import { scratch } from '../cli/command-line.js';
import { asked, served } from './studio-server.js';

const folder = scratch();
const studio = await served({ folder, document: builtIn('sample.yaml') });

test('what fits at a cursor, and what stands there, is told as to other editors', async () => {
  const sent = { file: 'mine.yaml', text: 'hpdm: 1\nnodes: { a: { op: patch.tiles } }', offset: 36 };
  const { text } = await asked(studio, 'propose', { method: 'POST', body: JSON.stringify(sent) });
  expect(JSON.parse(text)).toEqual(await propose(sent, 36));
  const explained = await asked(studio, 'explain', { method: 'POST', body: JSON.stringify(sent) });
  expect(JSON.parse(explained.text)).toEqual(await explain(sent, 36));
});

test('a document is saved, listed and read', async () => {
  const saved = { file: 'mine.yaml', text: 'hpdm: 1\nnodes: {}\n' };
  expect(await asked(studio, 'document', { method: 'PUT', body: JSON.stringify(saved) })).toMatchObject({
    status: 200,
  });
  expect(JSON.parse((await asked(studio, 'documents')).text)).toContainEqual(
    expect.objectContaining({ file: 'mine.yaml', ready: false }),
  );
  expect(JSON.parse((await asked(studio, 'document?file=mine.yaml')).text)).toMatchObject(saved);
  const again = { ...saved, over: 'another' };
  expect(await asked(studio, 'document', { method: 'PUT', body: JSON.stringify(again) })).toMatchObject({
    status: 409,
  });
});
