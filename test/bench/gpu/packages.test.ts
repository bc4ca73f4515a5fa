import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { packages, type Lock } from '../../../bench/gpu/packages.js';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

test('a package comes with all that it depends on, each from where Node finds it', () => {
  const made: Lock = {
    packages: {
      'node_modules/a': { dependencies: { b: '1', c: '1' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '2' } },
      'node_modules/a/node_modules/b/node_modules/c': {},
      'node_modules/b': {},
      'node_modules/c': { dependencies: { a: '1' }, optionalDependencies: { gone: '1' } },
      'node_modules/d': {},
    },
  };
  expect(packages(made, ['a'])).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/a/node_modules/b/node_modules/c',
    'node_modules/c',
  ]);
  expect(() => packages(made, ['e'])).toThrow(/no package e/);
});

test('they are those that npm lists', () => {
  const listed = execFileSync('npm', ['ls', '--all', '--parseable', '--package-lock-only', 'rxjs', 'tslib'], {
    encoding: 'utf8',
  });
  const places = listed
    .trim()
    .split('\n')
    .flatMap((line) => /node_modules\/(?:rxjs|tslib)$/.exec(line) ?? []);
  expect(packages(lock, ['rxjs'])).toEqual([...new Set(places)].sort());
});
