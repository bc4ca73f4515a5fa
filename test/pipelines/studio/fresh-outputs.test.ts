import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { freshOutputs } from '../../../pipelines/studio/fresh-outputs.js';
import { declaredIn } from '../../../pipelines/studio/examiner.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);
const document = {
  file: at('a.yaml'),
  text: `hpdm: 1
params:
  in: { type: path, default: 'lavfi:testsrc2=s=32x32:r=8:d=1' }
  out: { type: path, default: ${at('a.mp4')} }
  second: { type: path, default: ${at('b.gif')} }
nodes:
  read: { op: video.read, with: { path: '\${in}' } }
  write: { op: video.write, in: { frames: read.frames }, with: { path: '\${out}' } }
  also: { op: video.write, in: { frames: read.frames }, with: { path: '\${second}' } }
`,
};
const fresh = (values: Readonly<Record<string, unknown>>) => freshOutputs(document, values, declaredIn(document) ?? {});

test('a result replaces no other one, and what belongs together has the same number', async () => {
  expect(await fresh({})).toEqual({ out: at('a.mp4'), second: at('b.gif') });
  writeFileSync(at('a.mp4'), '');
  expect(await fresh({})).toEqual({ out: at('a-2.mp4'), second: at('b-2.gif') });
  writeFileSync(at('b-2.gif'), '');
  expect(await fresh({})).toEqual({ out: at('a-3.mp4'), second: at('b-3.gif') });
});

test('a path that another parameter decides is numbered as it is', async () => {
  const named = {
    ...document,
    text: document.text
      .replace(`default: ${at('a.mp4')}`, `default: '${at('${name}.mp4')}'`)
      .replace('params:', 'params:\n  name: { type: string, default: cat }'),
  };
  const declared = declaredIn(named) ?? {};
  expect(await freshOutputs(named, { name: 'dog' }, declared)).toMatchObject({ out: at('dog.mp4') });
  writeFileSync(at('cat.mp4'), '');
  expect(await freshOutputs(named, {}, declared)).toMatchObject({ out: expect.stringMatching(/cat-\d\.mp4$/) });
});

test('a value of the user is numbered, too; what is read is not', async () => {
  writeFileSync(at('c.mp4'), '');
  expect(await fresh({ in: 'lavfi:testsrc2=s=64x64:r=8:d=1', out: at('c.mp4') })).toMatchObject({
    in: 'lavfi:testsrc2=s=64x64:r=8:d=1',
    out: expect.stringMatching(/c-\d\.mp4$/),
  });
});
