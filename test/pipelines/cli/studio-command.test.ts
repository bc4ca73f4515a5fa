import { expect, test } from '@jest/globals';
import { run, scratch, spawnedUntil } from './command-line.js';

const folder = scratch();

test('the address is written for programs, and Ctrl-C ends the studio well', async () => {
  const ended = await spawnedUntil(folder, ['studio', '--no-open'], /Ctrl-C/, (child) => child.kill('SIGINT'));
  expect(ended.status).toBe(0);
  expect(ended.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/\n$/);
});

test.each([
  [['studio', '--port', 'x'], /expected a port/],
  [['studio', 'smaple'], /E_DOCUMENT_UNKNOWN[^]*did you mean "sample"/],
  [['studio', 'none.yaml'], /E_FILE[^]*no such file/],
])('hpdm %j is refused before anything is served', async (args, said) => {
  const { status, stderr } = await run(folder, args);
  expect(status).toBe(2);
  expect(stderr).toMatch(said);
});

test('the help says what it is for, who can see it and how to reach it from elsewhere', async () => {
  const { stdout } = await run(folder, ['studio', '--help']);
  expect(stdout).toMatch(/127\.0\.0\.1[^]*Examples:[^]*hpdm studio mine\.yaml[^]*ssh -L/);
});
