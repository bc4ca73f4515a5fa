import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listFiles } from '../../../operators/clips/list-files.js';
import { put, scratchFolder } from './media-files.js';

test('files are sorted, hidden ones are left out, links are followed once', async () => {
  const folder = scratchFolder();
  for (const name of ['b/2.mp4', 'a/1.mp4', 'z.mp4', '.hidden.mp4', '.git/x.mp4', '__MACOSX/z.mp4']) put(folder, name);
  symlinkSync(folder, join(folder, 'a', 'loop'));
  symlinkSync(join(folder, 'z.mp4'), join(folder, 'linked.mp4'));
  symlinkSync(join(folder, 'nothing'), join(folder, 'dangling.mp4'));
  expect(await listFiles(folder)).toEqual(['a/1.mp4', 'b/2.mp4', 'linked.mp4', 'z.mp4']);
});
