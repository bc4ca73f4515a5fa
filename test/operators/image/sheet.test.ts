import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import sharp from 'sharp';
import { contactSheet } from '../../../operators/pixels/contact-sheet.js';
import { imageSheet } from '../../../operators/image/sheet.js';
import { settingsOf, testContext } from '../../context.js';
import { listing, scratch } from '../video/clips.js';

const { folder, remove } = scratch();
let path: string;
let number = 0;
beforeEach(async () => {
  await tf.setBackend('cpu');
  path = join(folder, `${number++}`);
  mkdirSync(path);
});
afterAll(remove);

const open = (given: Parameters<typeof settingsOf<typeof imageSheet.with>>[1], signal?: AbortSignal) =>
  Promise.resolve(
    imageSheet.open(settingsOf(imageSheet.with, given), testContext(signal === undefined ? {} : { signal })),
  );
const plain = (shape: [number, number, number, number, number], value: number) =>
  tf.fill(shape, value) as unknown as tf.Tensor5D;

describe('image.sheet', () => {
  test('says what it wrote', async () => {
    const context = testContext();
    const file = join(path, 'sheet.png');
    const stage = await imageSheet.open(settingsOf(imageSheet.with, { path: file }), context);
    const videos = plain([1, 2, 8, 8, 1], 0);
    await stage.next({ videos: [videos], slab: undefined }, 0);
    videos.dispose();
    await stage.done?.();
    const { width, height, size } = await sharp(readFileSync(file)).metadata();
    expect(context.written).toEqual([{ path: file, bytes: size, facts: { width, height } }]);
  });

  test('a row per level, evenly chosen frames, cells of one height', async () => {
    const stage = await open({ path: join(path, 'sheet.png'), columns: 4, cell: 32, labels: false });
    for (const [size, value] of [
      [8, -1],
      [16, 0],
      [32, 1],
    ] as const) {
      const videos = plain([1, 9, size, size, 1], value);
      await stage.next({ videos: [videos], slab: undefined }, 0);
      videos.dispose();
    }
    await stage.done?.();
    const { data, info } = await sharp(join(path, 'sheet.png')).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([4 + 4 * 36, 4 + 3 * 36]);
    const at = (x: number, y: number) => data[(y * info.width + x) * info.channels];
    const middle = (row: number, column: number) => at(4 + column * 36 + 16, 4 + row * 36 + 16);
    expect([0, 1, 2, 3].map((column) => middle(0, column))).toEqual([0, 0, 0, 0]);
    expect(middle(1, 3)).toBe(128);
    expect(middle(2, 0)).toBe(255);
    expect(listing(path)).toEqual(['sheet.png']);
  });

  test('a list of videos is a row each, a stream of lists goes on below', async () => {
    const stage = await open({ path: join(path, 'sheet.png'), columns: 2, cell: 16, labels: false });
    const [small, large] = [plain([1, 2, 4, 4, 1], 0), plain([1, 2, 8, 8, 1], 1)];
    await stage.next({ videos: [small, large], slab: undefined }, 0);
    await stage.next({ videos: [small], slab: undefined }, 0);
    await stage.done?.();
    tf.dispose([small, large]);
    expect((await sharp(join(path, 'sheet.png')).metadata()).height).toBe(4 + 3 * 20);
  });

  test('cells are enlarged with hard pixels', async () => {
    const stage = await open({ path: join(path, 'sheet.png'), cell: 16, labels: false });
    const videos = tf.tensor5d([-1, 1, 1, -1], [1, 1, 2, 2, 1]);
    await stage.next({ videos: [videos], slab: undefined }, 0);
    await stage.done?.();
    videos.dispose();
    const { data, info } = await sharp(join(path, 'sheet.png')).raw().toBuffer({ resolveWithObject: true });
    const line = Array.from({ length: 16 }, (_, x) => data[(4 * info.width + 4 + x) * info.channels]);
    expect(line).toEqual([...Array<number>(8).fill(0), ...Array<number>(8).fill(255)]);
  });

  test('title and labels are drawn, whatever is in them', async () => {
    const row = {
      frames: { width: 4, height: 4, channels: 1 as const, count: 4, data: new Uint8Array(64) },
      label: '<1> & 2',
    };
    const bare = await sharp(await contactSheet([row], { labels: false })).metadata();
    const full = sharp(await contactSheet([row], { title: 'polar <bear>' }));
    expect((await full.metadata()).height).toBeGreaterThan(bare.height);
    const brightest = (await full.extract({ left: 0, top: 0, width: 60, height: 28 }).stats()).channels[0]?.max;
    expect(brightest).toBeGreaterThan(150);
  });

  test('of videos that come slab by slab, a row each, with all their frames', async () => {
    const file = join(path, 'sheet.png');
    const stage = await open({ path: file, columns: 4, cell: 16, labels: false });
    const slab = { number: 0, level: 1, isLast: false, videos: { first: 0, count: 1, of: 1, from: 0 } };
    const piece = (values: readonly number[]) => tf.tensor5d([...values], [1, values.length, 1, 1, 1]);
    // the coarse video has all its frames with the first slab
    for (const [coarse, fine] of [
      [
        [-1, 1],
        [1, -1],
      ],
      [[], [-1, 1]],
    ] as const) {
      const videos = [piece(coarse), piece(fine)];
      await stage.next({ videos, slab }, 0);
      tf.dispose(videos);
    }
    await stage.done?.();
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    const at = (row: number, column: number) => data[((12 + row * 20) * info.width + 12 + column * 20) * info.channels];
    expect([0, 1].map((column) => at(0, column))).toEqual([0, 255]);
    expect([0, 1, 2, 3].map((column) => at(1, column))).toEqual([255, 0, 0, 255]);
  });
});

describe('nothing half-written', () => {
  test('no rows', async () => {
    const stage = await open({ path: join(path, 'a/sheet.png') });
    await expect(Promise.resolve(stage.done?.())).rejects.toMatchObject({ code: 'E_EMPTY_SHEET' });
    expect(listing(path)).toEqual([]);
  });

  test('cancelled', async () => {
    const stage = await open({ path: join(path, 'sheet.png') });
    const videos = plain([1, 2, 4, 4, 3], 0);
    await stage.next({ videos: [videos], slab: undefined }, 0);
    await stage.abort?.(new Error('cancelled'));
    videos.dispose();
    expect(listing(path)).toEqual([]);
  });

  test('another extension', async () => {
    await expect(open({ path: join(path, 'sheet.jpg') })).rejects.toMatchObject({
      code: 'E_OUTPUT_PATH',
      message: expect.stringContaining('sheet.png'),
    });
  });

  test('a folder below a file', async () => {
    writeFileSync(join(path, 'file'), randomBytes(1));
    await expect(open({ path: join(path, 'file/sheet.png') })).rejects.toMatchObject({ code: 'E_FOLDER', exitCode: 2 });
  });
});
