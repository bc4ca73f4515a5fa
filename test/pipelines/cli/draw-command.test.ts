import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { entries, run, scratch } from './command-line.js';

const folder = scratch();
const sample = join(process.cwd(), 'pipelines/sample.yaml');

test.each([
  ['a.svg', /^<svg/],
  ['a.dot', /^digraph/],
  ['a.mmd', /flowchart TD/],
])('%s is written in the format of its ending', async (name, begins) => {
  expect(await run(folder, ['draw', sample, '-o', name])).toMatchObject({ status: 0, stdout: '' });
  expect(readFileSync(join(folder, name), 'utf8')).toMatch(begins);
});

test('without a file, the drawing goes to standard output', async () => {
  expect((await run(folder, ['draw', sample])).stdout).toMatch(/flowchart TD/);
  expect((await run(folder, ['draw', sample, '--format', 'dot'])).stdout).toMatch(/^digraph/);
});

test('a file of another ending is refused, unless the format is said', async () => {
  expect(await run(folder, ['draw', sample, '-o', 'a.png'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/--out {2}E_OUTPUT_PATH[^]*\.svg, \.dot, \.gv, \.mmd/),
  });
  expect(entries(folder)).not.toContain('a.png');
  expect(await run(folder, ['draw', sample, '-o', 'a.txt', '--format', 'dot'])).toMatchObject({ status: 0 });
});

test('a document with a mistake is not drawn', async () => {
  expect(await run(folder, ['draw', sample, '--set', 'cuont=3', '-o', 'no.svg'])).toMatchObject({ status: 2 });
  expect(entries(folder)).not.toContain('no.svg');
});
