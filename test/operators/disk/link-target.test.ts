import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { linkTarget } from '../../../operators/disk/link-target.js';
import { scratch } from './scratch.js';

const folder = scratch();
const at = (name: string): string => join(realpathSync(folder.path), name);

test('a link leads to where its last link leads, also if nothing is there', async () => {
  mkdirSync(at('sub'));
  symlinkSync('sub/b', at('a'));
  symlinkSync('../c', at('sub/b'));
  expect(await linkTarget(at('a'))).toBe(at('c'));
});

test('what is no link, or a circle of links, stays what it is', async () => {
  expect(await linkTarget(at('none'))).toBe(at('none'));
  symlinkSync('circle', at('circle'));
  expect(await linkTarget(at('circle'))).toBe(at('circle'));
});
