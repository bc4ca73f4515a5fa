import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();

test.each([
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  [['--help'], 0, /A first look:[^]*hpdm start/],
  [['sample', '--help'], 0, /--checkpoint/],
])('hpdm %j says what was asked', async (args, status, says) => {
  const ended = await run(folder, args);
  expect(ended).toMatchObject({ status, stdout: expect.stringMatching(says) });
});

test.each([
  [['smaple'], /unknown command 'smaple'/],
  [['run'], /missing required argument 'file'/],
  [['run', 'a.yaml', '--sed', '3'], /unknown option '--sed'/],
  [['sample', '--count', 'many'], /expected a whole number/],
  [['check', 'nowhere.yaml'], /nowhere\.yaml {2}E_FILE/],
])('hpdm %j is refused with exit code 2, and no stack', async (args, says) => {
  const { status, stderr } = await run(folder, args);
  expect(status).toBe(2);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/\n +at /);
});
