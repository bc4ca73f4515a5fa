import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { load } from '../../../index.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { movedText } from '../../../pipelines/studio/moved-text.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
mkdirSync(join(folder, 'old/parts'), { recursive: true });
for (const name of ['base.yaml', 'parts/level.yaml', 'tint.ts']) writeFileSync(join(folder, 'old', name), '');

test('names of files beside the document are those from the new place; the rest stays as it is written', () => {
  const text = `extends: base.yaml # the base
use: [tint.ts, 'other.ts']
nodes:
  a: { graph: parts/level.yaml, with: { path: out/a.mp4, from: /abs/base.yaml } }
  base.yaml: none
`;
  expect(movedText(text, join(folder, 'old/doc.yaml'), join(folder, 'new/doc.yaml')))
    .toBe(`extends: ../old/base.yaml # the base
use: [../old/tint.ts, 'other.ts']
nodes:
  a: { graph: ../old/parts/level.yaml, with: { path: out/a.mp4, from: /abs/base.yaml } }
  base.yaml: none
`);
});

test('a name that YAML would read otherwise is put in quotes', () => {
  mkdirSync(join(folder, 'a, b'));
  writeFileSync(join(folder, 'a, b/c.yaml'), '');
  const moved = movedText('extends: c.yaml\n', join(folder, 'a, b/doc.yaml'), join(folder, 'doc.yaml'));
  expect(moved).toBe('extends: "a, b/c.yaml"\n');
});

test('in the same folder nothing changes', () => {
  expect(movedText('extends: base.yaml\n', join(folder, 'old/a.yaml'), join(folder, 'old/b.yaml'))).toBe(
    'extends: base.yaml\n',
  );
});

test.each(['sample-texts', 'train', 'sample', 'super-resolve'])('%s, moved elsewhere, is sound', async (name) => {
  const file = builtIn(`${name}.yaml`);
  const to = join(folder, `${name}.yaml`);
  writeFileSync(to, movedText(readFileSync(file, 'utf8'), file, to));
  const given = name === 'super-resolve' ? { in: 'clip.mp4' } : {};
  expect((await load(to, given)).nodes.length).toBe((await load(file, given)).nodes.length);
});
