import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { pngOf } from '../../../operators/pixels/png-of.js';

test('every pixel becomes a square of its own colour', async () => {
  const data = Uint8Array.from([0, 255, 128, 64]);
  const png = sharp(await pngOf({ data, width: 2, height: 2, channels: 1 })).greyscale();
  const { data: pixels, info } = await png.raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 384, height: 384 });
  const at = (x: number, y: number) => pixels[y * info.width + x];
  expect([at(191, 191), at(192, 191), at(191, 192), at(192, 192)]).toEqual([0, 255, 128, 64]);
});
