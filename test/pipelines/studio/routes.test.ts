import { expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { run, scratch } from '../cli/command-line.js';
import { asked, served } from './studio-server.js';

const folder = scratch();
const studio = await served({ folder, document: builtIn('sample.yaml') });

test('the operators are those of hpdm ops --json, word for word', async () => {
  const { stdout } = await run(folder, ['ops', '--json']);
  expect(JSON.parse((await asked(studio, 'operators')).text)).toEqual(JSON.parse(stdout));
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
