import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { entries, run, scratch, TINY } from './command-line.js';

const folder = scratch();
const root = process.cwd();
writeFileSync(join(folder, 'wrong.yaml'), 'hpdm: 1\nnodes: { clip: { op: video.raed, with: { path: a.mp4 } } }\n');
writeFileSync(join(folder, 'odd.yaml'), TINY.replace('heads: 2', 'heads: 3'));

test('a document, and a cascade, with nothing wrong', async () => {
  expect(await run(folder, ['check', join(root, 'pipelines/train.yaml')])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/train\.yaml: \d+ nodes, nothing wrong\n$/),
  });
  expect(await run(folder, ['check', 'tiny.yaml'])).toMatchObject({
    status: 0,
    stdout: 'tiny.yaml: 2 levels, 2 blocks, nothing wrong\n',
  });
});

test('what is wrong is said, and the exit code is 2', async () => {
  expect(await run(folder, ['check', 'wrong.yaml'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/wrong\.yaml:2:\d+ {2}nodes\.clip\.op {2}E_OPERATOR_UNKNOWN[^]*video\.read/),
  });
  expect(await run(folder, ['check', 'odd.yaml'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_CASCADE/),
  });
});

test('a document that needs more memory than it allows is wrong, as it is for run', async () => {
  writeFileSync(
    join(folder, 'small.yaml'),
    `hpdm: 1\nextends: ${join(root, 'pipelines/train.yaml')}\nlimits: { memory: 1MiB }\n`,
  );
  const checked = await run(folder, ['check', 'small.yaml', '--set', 'cascade=tiny.yaml']);
  expect(checked).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/small\.yaml {2}limits\.memory {2}E_MEMORY[^]*at most 1\.00 MiB/),
  });
  const ran = await run(folder, ['run', 'small.yaml', '--set', 'cascade=tiny.yaml']);
  expect(ran).toMatchObject({ status: 2, stderr: checked.stderr });
  expect(entries(folder)).not.toContain('out');
});

test('with --json the faults are data, and nothing else is said', async () => {
  const { status, stdout, stderr } = await run(folder, ['check', 'wrong.yaml', '--json']);
  expect([status, stderr]).toEqual([2, '']);
  expect(JSON.parse(stdout)).toMatchObject([{ code: 'E_OPERATOR_UNKNOWN', path: 'nodes.clip.op' }]);
  expect((await run(folder, ['check', 'tiny.yaml', '--json'])).stdout).toBe('[]\n');
});

test('a cascade takes no --set', async () => {
  expect(await run(folder, ['check', 'tiny.yaml', '--set', 'a=1'])).toMatchObject({ status: 2 });
});
