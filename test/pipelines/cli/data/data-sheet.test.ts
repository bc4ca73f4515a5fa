import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { clipsOf } from '../../../../operators/clips/clips-of.js';
import { dataSheet } from '../../../../pipelines/cli/data/data-sheet.js';
import { fileClip, greyWebp, put, scratchFolder } from '../../../operators/clips/media-files.js';

const folder = scratchFolder();
const { signal } = new AbortController();

test('a row for each clip that can be read, with frames of the whole clip', async () => {
  const good = fileClip(put(folder, 'good.webp', await greyWebp([0, 90, 180, 250], 12, 12)));
  const bad = fileClip(put(folder, 'bad.webp', 'noise'));
  const sheet = sharp(await dataSheet(clipsOf([good, bad, good]), 8, signal));
  const { width, height } = await sheet.metadata();
  // two rows of four frames of 72 pixels, each with a label of 18 and gaps of 4
  expect([width, height]).toEqual([4 + 4 * 76, 4 + 2 * 94]);
  const { data, info } = await sheet.raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number => data[(y * width + x) * info.channels] ?? NaN;
  expect([at(40, 60), at(40 + 3 * 76, 60)]).toEqual([0, 250]);
  await expect(dataSheet(clipsOf([bad]), 8, signal)).rejects.toThrow(/E_EMPTY_SHEET/);
});
