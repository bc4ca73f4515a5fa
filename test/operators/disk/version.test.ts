import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { version } from '../../../operators/disk/version.js';

test('is that of the package', () => {
  const { version: expected } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  expect(version).toBe(expected);
});
