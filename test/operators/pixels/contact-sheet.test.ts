import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { contactSheet } from '../../../operators/pixels/contact-sheet.js';
import type { Frames } from '../../../operators/values/frames.js';

/** Grey frames of one brightness. */
const grey = (width: number, height: number, count: number, value: number): Frames => ({
  ...{ width, height, count, channels: 1, data: new Uint8Array(width * height * count).fill(value) },
});

test('frames stand beside one another, rows below one another, all cells equally high', async () => {
  const rows = [{ frames: grey(4, 4, 3, 255) }, { frames: grey(8, 4, 1, 100) }];
  const { data, info } = await sharp(await contactSheet(rows, { cell: 20, labels: false }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  // 4 pixels between and around cells of 20 × 20; the cell of the second row is 40 × 20
  expect([info.width, info.height]).toEqual([4 + 3 * 24, 4 + 2 * 24]);
  const at = (x: number, y: number): number | undefined => data[(y * info.width + x) * info.channels];
  expect([at(5, 5), at(53, 5), at(5, 29), at(43, 29)]).toEqual([255, 255, 100, 100]);
  // the paper shows between cells, and where the second row has no more frames
  expect([at(25, 5), at(60, 29)]).toEqual([0x20, 0x20]);
});

test('a sheet without a frame is an error that says so', async () => {
  await expect(contactSheet([{ frames: grey(4, 4, 0, 0) }])).rejects.toMatchObject({ code: 'E_EMPTY_SHEET' });
});
