import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { moduleArguments } from '../../../operators/disk/module-arguments.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-module-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a module beside another one runs where that is JavaScript, and from TypeScript', () => {
  writeFileSync(join(folder, 'other.mjs'), 'console.log(1 + 1)');
  const compiled = moduleArguments(pathToFileURL(join(folder, 'one.mjs')).href, 'other');
  expect(compiled.loader).toEqual([]);
  expect(spawnSync(process.execPath, [compiled.script], { encoding: 'utf8', timeout: 120_000 }).stdout).toBe('2\n');
  const { loader } = moduleArguments(import.meta.url, 'module-arguments.test');
  writeFileSync(join(folder, 'typed.ts'), 'const two: number = 2; console.log(two)');
  const typed = spawnSync(process.execPath, [...loader, join(folder, 'typed.ts')], { encoding: 'utf8' });
  expect(typed.stdout).toBe('2\n');
});
