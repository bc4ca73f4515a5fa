import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { namesIn } from '../../../operators/disk/names-in.js';
import { scratch } from './scratch.js';

const folder = scratch();

test('a folder has names; a file has none, and neither has what is not there', () => {
  const file = join(folder.path, 'a.mp4');
  writeFileSync(file, '');
  mkdirSync(join(folder.path, 'b'));
  expect(namesIn(folder.path).sort()).toEqual(['a.mp4', 'b']);
  expect([namesIn(file), namesIn(join(file, 'x')), namesIn(join(folder.path, 'c'))]).toEqual([[], [], []]);
});
