import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { drawSheet } from '../../../operators/pixels/draw-sheet.js';

test('pictures lie where they are put, words over them, and the rest is paper', async () => {
  const picture = { input: Buffer.alloc(2 * 2 * 3, 200), raw: { width: 2, height: 2, channels: 3 as const } };
  const words = ['<rect x="1" y="0" width="1" height="1" fill="#ff0000"/>'];
  const png = await drawSheet({ width: 4, height: 3 }, [{ ...picture, left: 1, top: 0 }], words);
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.format]).toEqual([4, 3, 'raw']);
  const at = (x: number, y: number): number[] => [...data.subarray((y * 4 + x) * 3, (y * 4 + x) * 3 + 3)];
  expect([at(0, 0), at(1, 0), at(2, 0), at(2, 1), at(3, 2)]).toEqual([
    [0x20, 0x20, 0x24],
    [255, 0, 0],
    [200, 200, 200],
    [200, 200, 200],
    [0x20, 0x20, 0x24],
  ]);
});
