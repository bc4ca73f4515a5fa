import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, test } from '@jest/globals';
import { AnimatedWebp } from '../../../operators/ffmpeg/animated-webp.js';
import { scratch } from '../disk/scratch.js';
import { readAll, readWhole } from '../video/clips.js';

const folder = scratch();
const at = (name: string): string => join(folder.path, name);
const DELAYS = [100, 40, 250];

beforeEach(async () => {
  // red, half transparent, and clear pictures, one above the other
  const side = 16 * 16;
  const colours = [
    [255, 0, 0, 255],
    [255, 0, 0, 128],
    [0, 0, 0, 0],
  ];
  const pixels = Buffer.from(colours.flatMap((colour) => Array.from({ length: side }, () => colour).flat()));
  const raw = { width: 16, height: 48, channels: 4, pageHeight: 16 } as const;
  await sharp(pixels, { raw }).webp({ lossless: true, delay: DELAYS, loop: 0 }).toFile(at('three.webp'));
  await sharp(pixels, { raw: { width: 16, height: 48, channels: 4 } })
    .webp()
    .toFile(at('still.webp'));
});

test('every picture has its own time', async () => {
  const times = (await readAll({ path: at('three.webp') })).flatMap(({ timing }) => timing?.times ?? []);
  expect(times).toEqual([0, 0.1, 0.14].map((time) => expect.closeTo(time, 6)));
});

test('transparent parts show the background', async () => {
  const { data } = await readWhole({ path: at('three.webp'), background: '#0000ff' });
  const first = [0, 1, 2].map((k) => [...data.subarray(k * 16 * 16 * 3, k * 16 * 16 * 3 + 3)]);
  expect(first).toEqual([
    [255, 0, 0],
    [expect.closeTo(128, -1), 0, expect.closeTo(127, -1)],
    [0, 0, 255],
  ]);
});

test('a part of it', async () => {
  expect((await readWhole({ path: at('three.webp'), start: 0.1 })).count).toBe(2);
  expect((await readWhole({ path: at('three.webp'), frames: 1 })).count).toBe(1);
});

test('a still WebP is left to ffmpeg', async () => {
  expect(await AnimatedWebp.open(at('still.webp'), 'with.path')).toBeUndefined();
  expect((await readWhole({ path: at('still.webp') })).count).toBe(1);
});

test('one that is cut off is refused', async () => {
  const whole = readFileSync(at('three.webp'));
  writeFileSync(at('cut.webp'), whole.subarray(0, whole.length / 2));
  await expect(readAll({ path: at('cut.webp') })).rejects.toMatchObject({ code: 'E_NOT_VIDEO' });
});
