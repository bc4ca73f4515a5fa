import { homedir } from 'node:os';
import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();

test.each([
  ['sample --out ~/x.mp4 --checkpoint emoji --prompt fox', '--out', `--out ${homedir()}/x.mp4`],
  ['sample --sheet ~/x.png --checkpoint emoji --prompt fox', '--sheet', `--sheet ${homedir()}/x.png`],
  ['sample --checkpoint ~/emoji --prompt fox', '--checkpoint', `--checkpoint ${homedir()}/emoji`],
  ['sample --from level=1:~/x.mp4', '--from', `--from level=1:${homedir()}/x.mp4`],
  ['train --cascade tiny.yaml --out ~', '--out', `--out ${homedir()}`],
  ['run ~/sample.yaml', 'file', `${homedir()}/sample.yaml`],
])('hpdm %s: says once which flag and what is meant', async (line, place, advice) => {
  const { status, stderr } = await run(folder, line.split(' '));
  expect(status).toBe(2);
  expect(stderr).toBe(
    [
      `${place}  E_SET`,
      '  expected  a path without ~, which the shell replaces only outside quotes',
      `  got       ${/~\S*/.exec(line)?.[0]}`,
      `  try       ${advice}\n`,
    ].join('\n'),
  );
});

test('a text may begin with ~', async () => {
  const { stderr } = await run(folder, ['sample', '--prompt', '~/ a tilde', '--checkpoint', 'nowhere']);
  expect(stderr).toContain('E_CHECKPOINT_MISSING');
});
