import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { load } from '../../../index.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { makeDocument } from '../../../pipelines/studio/make-document.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
mkdirSync(join(folder, 'deep'));
const to = join(folder, 'mine.yaml');

test('values become defaults; comments and the rest stay', () => {
  const text = 'hpdm: 1 # mine\nparams:\n  seed: { type: int, default: 0 } # any\nnodes: {}\n';
  const made = makeDocument({ file: join(folder, 'a.yaml'), text }, { seed: 7 }, to);
  expect(made).toBe(text.replace('default: 0', 'default: 7'));
});

test('a document that extends another one gets its own defaults, also a cascade that is sampled otherwise', async () => {
  const file = builtIn('sample-texts.yaml');
  const cascade = { extends: builtIn('cascades/emoji.yaml'), levels: { 0: { steps: 3 } } };
  const text = `extends: ${file}\n`;
  const made = makeDocument({ file: to, text }, { cascade, prompts: ['a, b', 'c'], until: 0 }, to);
  writeFileSync(to, made);
  const { nodes } = await load(to);
  const solve = nodes.find(({ name }) => name === 'level.0.solve');
  expect(solve?.settings['cascade']).toMatchObject({
    levels: expect.arrayContaining([expect.objectContaining({ steps: 3 })]),
  });
  expect(nodes.find(({ name }) => name === 'prompts')?.settings['prompts']).toEqual(['a, b', 'c']);
  expect(nodes.some(({ name }) => name.startsWith('level.1'))).toBe(false);
});

test('a text in which ${name} stands is meant as it is', async () => {
  const text = `hpdm: 1
params: { a: { type: string, default: x }, note: { type: string, default: '\${a}' } }
nodes:
  read: { op: video.read, with: { path: '\${note}' } }
  write: { op: video.write, in: { frames: read.frames }, with: { path: '\${a}.mp4' } }
`;
  for (const note of ['cost ${5} and $${a}', '${a}', 'half ${open']) {
    writeFileSync(to, makeDocument({ file: to, text }, { note }, to));
    expect((await load(to)).parameters).toMatchObject({ a: 'x', note });
  }
});

test('text that cannot be read is refused', () => {
  expect(() => makeDocument({ file: to, text: 'a: [' }, {}, to)).toThrow('E_DOCUMENT');
});
