import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { scratch } from './command-line.js';

const folder = scratch();

test('a package that was packed without being built says so, and what to do', () => {
  mkdirSync(join(folder, 'pipelines/cli'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  copyFileSync('pipelines/cli/bin.js', join(folder, 'pipelines/cli/bin.js'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'pipelines/cli/bin.js'), 'ops'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toMatch(/without being built[^]*npm run package/);
});
