import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { galleryCell, gallerySheet, type Cell } from '../../../operators/pixels/gallery-sheet.js';

const grey = (value: number, size = 8): Cell => ({
  ...{ width: size, height: size, data: new Uint8Array(size * size * 3).fill(value) },
});
const pixelsOf = (png: Buffer) => sharp(png).raw().toBuffer({ resolveWithObject: true });

test('entries go from left to right and from top to bottom, the pictures of one side by side', async () => {
  const entries = [10, 60, 110].map((value) => ({ caption: '', cells: [grey(value), grey(value + 1)] }));
  const { data, info } = await pixelsOf(await gallerySheet(entries, 2, ''));
  const at = (x: number, y: number) => data[(y * info.width + x) * info.channels];
  // 12 around entries, 2 between pictures, 16 for a caption
  expect([info.width, info.height]).toEqual([12 + 2 * (18 + 12), 12 + 2 * (24 + 12)]);
  const [top, below] = [12 + 16 + 4, 12 + 36 + 16 + 4];
  expect([at(16, top), at(26, top), at(46, top), at(16, below), at(26, below)]).toEqual([10, 11, 60, 110, 111]);
});

test('a frame is enlarged with hard pixels and made smaller softly; grey becomes RGB', async () => {
  const frames = {
    width: 2,
    height: 2,
    channels: 1 as const,
    count: 2,
    data: Uint8Array.of(9, 9, 9, 9, 0, 255, 0, 255),
  };
  const large = await galleryCell(frames, 1, 4);
  expect([large.width, large.height]).toEqual([4, 4]);
  const channels = large.data.length / 16;
  expect([...Array(4).keys()].map((x) => large.data[x * channels])).toEqual([0, 0, 255, 255]);
  const wide = { width: 8, height: 4, channels: 3 as const, count: 1, data: new Uint8Array(96).fill(77) };
  const small = await galleryCell(wide, 0, 2);
  expect([small.width, small.height, new Set(small.data)]).toEqual([4, 2, new Set([77])]);
});

test('captions and a title take no more room than there is', async () => {
  const entries = [{ caption: 'a caption <far> & too long for eight pixels', cells: [grey(0)] }];
  const plain = await pixelsOf(await gallerySheet(entries, 6, ''));
  const titled = await pixelsOf(await gallerySheet(entries, 6, 'a title'));
  expect([plain.info.width, titled.info.width]).toEqual([32, 32]);
  expect(titled.info.height - plain.info.height).toBe(26);
});

test('without entries there is nothing to draw', async () => {
  await expect(gallerySheet([], 6, '')).rejects.toThrow(/E_EMPTY_SHEET/);
});
