import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { openPreviewFile } from '../../../pipelines/cli/preview-file.js';
import { entries, scratch } from './command-line.js';

const folder = scratch();
const never = (why: string): void => {
  throw new Error(why);
};
const picture = (value: number) => ({ width: 2, height: 2, channels: 1 as const, data: new Uint8Array(4).fill(value) });

test('the file holds the newest picture, enlarged, and nothing lies beside it', async () => {
  const preview = await openPreviewFile(join(folder, 'seen/now.png'), never);
  for (const value of [10, 20, 200]) preview.show(picture(value));
  await preview.close();
  expect(entries(join(folder, 'seen'))).toEqual(['now.png']);
  const { data, info } = await sharp(join(folder, 'seen/now.png')).raw().toBuffer({ resolveWithObject: true });
  expect([info.height, data[0]]).toEqual([384, 200]);
});

test('without pictures there is no file', async () => {
  await (await openPreviewFile(join(folder, 'none.png'), never)).close();
  expect(entries(folder)).not.toContain('none.png');
});

test('a path that is no PNG is refused before anything runs', async () => {
  await expect(openPreviewFile(join(folder, 'now.jpg'), never)).rejects.toMatchObject({ code: 'E_OUTPUT_PATH' });
});
