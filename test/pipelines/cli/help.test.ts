import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { run, scratch } from './command-line.js';

const folder = scratch();

test('hpdm alone shows the commands in groups', async () => {
  const { stdout } = await run(folder, []);
  expect(stdout).toMatch(
    /Train and sample:[^]*sample[^]*Pipeline documents:[^]*run [^]*check[^]*This machine:[^]*setup/,
  );
});

test('the table of the README has every command', async () => {
  const { stdout } = await run(folder, []);
  const [list = ''] = stdout.split('A first look:');
  const commands = [...list.matchAll(/^ {2}([a-z]+) /gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
  const table = readFileSync('README.md', 'utf8').match(/^\| command [^]*?\n\n/m)?.[0] ?? '';
  const named = [...table.matchAll(/`([a-z]+)[^`]*`(?=[^|]*\|[^|]*\|$)/gm)].map(([, name = '']) => name);
  expect(commands.length).toBeGreaterThan(10);
  expect(named.sort()).toEqual(commands.sort());
});

test('defaults of the document are shown', async () => {
  expect((await run(folder, ['sample', '--help'])).stdout).toMatch(/--scale <n>[^]*\(default: 3\)/);
});
