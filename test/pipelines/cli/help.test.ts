import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();

test('hpdm alone shows the commands in groups', async () => {
  const { stdout } = await run(folder, []);
  expect(stdout).toMatch(
    /Train and sample:[^]*sample[^]*Pipeline documents:[^]*run [^]*check[^]*This machine:[^]*setup/,
  );
});

test('defaults of the document are shown', async () => {
  expect((await run(folder, ['sample', '--help'])).stdout).toMatch(/--scale <n>[^]*\(default: 3\)/);
});
