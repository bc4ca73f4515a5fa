import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test('every slow test is run by CI, or CONTRIBUTING.md says why not; both name tests that are there', () => {
  const files = execFileSync('git', ['ls-files', 'test'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file.endsWith('.slow.test.ts'));
  const [, list = ''] = /^slow=\(([^)]*)\)/m.exec(readFileSync('.ci/run', 'utf8')) ?? [];
  const inCi = list.split(/\s+/).filter((part) => part !== '');
  const contributing = readFileSync('CONTRIBUTING.md', 'utf8');
  const table = contributing.slice(contributing.indexOf('| test '), contributing.indexOf('## Add an operator'));
  const leftOut = table.split('\n').flatMap((line) => (line.split('|')[1] ?? '').match(/(?<=`)[^`, ]+(?=`)/g) ?? []);
  const named = [...inCi, ...leftOut];
  expect(leftOut.length).toBeGreaterThan(0);
  // as `npm run test:slow -- NAME` finds them
  expect(files.filter((file) => !named.some((part) => file.includes(part)))).toEqual([]);
  expect(named.filter((part) => !files.some((file) => file.includes(part)))).toEqual([]);
});
