import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => existsSync(file));
const folders = [
  ...new Set(tracked.filter((file) => /^(dsl|operators|pipelines|bench|lint)\//.test(file)).map(dirname)),
];
const texts = tracked.filter((file) => /(^|\/)(README|ARCHITECTURE|CONTRIBUTING)\.md$/.test(file));

test.each(folders)('%s says what lives in it, in a few lines', (folder) => {
  const lines = readFileSync(join(folder, 'README.md'), 'utf8').trim().split('\n');
  expect(lines[0]).toBe(`# ${folder}`);
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.length).toBeLessThan(9);
});

test.each(texts)('the files that %s names are there', (text) => {
  const names = [...readFileSync(text, 'utf8').matchAll(/`([\w./-]+\.(?:ts|js|cjs|cc|yaml|md))`/g)].map(
    ([, name = '']) => name,
  );
  const from = [dirname(text), '.', 'dsl', 'operators', 'pipelines', 'test/docs'];
  const missing = names
    .filter((name) => !/NAME|FAMILY/.test(name))
    .filter(
      (name) =>
        !from.some((folder) => existsSync(join(folder, name))) && !tracked.some((file) => file.endsWith(`/${name}`)),
    );
  expect(missing).toEqual([]);
});
