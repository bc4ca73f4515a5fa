import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();

test('a document without training has nothing to go on with', async () => {
  const digits =
    'hpdm: 1\nnodes:\n  digits: { op: video.moving-digits, with: { batch: 1, count: 1 } }\nout: { video: digits.video }\n';
  writeFileSync(join(folder, 'digits.yaml'), digits);
  const { status, stderr } = await run(folder, ['run', 'digits.yaml', '--resume']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/E_RESUME[^]*without training[^]*leave out --resume/);
});

test('a complete run says that nothing is left to do', async () => {
  const args = ['train', '--cascade', 'tiny.yaml', '--batch', '1', '--steps', '1', '--out', 'run'];
  expect((await run(folder, args)).status).toBe(0);
  expect(await run(folder, [...args, '--resume'])).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('nothing left to do'),
  });
});
