import { expect, test } from '@jest/globals';
import { hpdm } from '../../../pipelines/cli/hpdm.js';
import { said } from './command-line.js';

async function ended(args: readonly string[]): Promise<{ readonly status: number; readonly stderr: string }> {
  let status = 0;
  const { stderr } = await said(async () => {
    status = await hpdm(args);
  });
  return { status, stderr };
}

test.each([
  [['sample', '--seed', '1', '--seed', '2'], /^--seed {2}E_SET\n +expected +one value\n +got +--seed 1, and --seed 2/],
  [['sample', '--negative', 'a', '--negative', 'b'], /--negative {2}E_SET/],
  [['sample', '--from', 'a.mp4', '--from=level=1:b.mp4'], /--from a\.mp4, and --from level=1:b\.mp4/],
  [['train', '-o', 'a', '--out', 'b'], /--out {2}E_SET/],
  [['farm', 'watch', '--queue', 'a', '--queue', 'b'], /--queue {2}E_SET/],
  [['run', 'sample', '--set', 'count=1', '--set', 'count=2'], /count {2}E_SET[^]*count=1, and count=2/],
  [['run', 'sample', 'count=1', 'count=2'], /count {2}E_SET/],
])('hpdm %j is refused: a flag of one value, given twice', async (args, message) => {
  expect(await ended(args)).toMatchObject({ status: 2, stderr: expect.stringMatching(message) });
});

test('flags that may be repeated, and a flag without a value, are taken', async () => {
  const twice = ['--checkpoint', 'emoji', '--prompt', 'fox', '--prompt', 'owl', '--set', 'fps=4', '--set', 'batch=2'];
  expect(await ended(['sample', ...twice, '--dry-run', '-q', '-q'])).toMatchObject({ status: 0 });
});
