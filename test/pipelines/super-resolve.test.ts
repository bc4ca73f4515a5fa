import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { run, scratch } from './cli/command-line.js';
import { ffmpeg, readWhole } from '../operators/video/clips.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);
const DOCUMENT = resolve('pipelines/super-resolve.yaml');

const resolved = (name: string, more: Readonly<Record<string, string | number>> = {}) => {
  const values = {
    in: 'clip.mp4',
    cascade: 'tiny.yaml',
    checkpoint: 'model',
    scale: 1,
    out: `${name}/`,
    sheet: `${name}.png`,
  };
  const sets = Object.entries({ ...values, ...more }).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  return run(folder, ['run', DOCUMENT, ...sets, '-q']);
};

beforeAll(async () => {
  // a clip of no size and rate of the cascade's: white on the left, black on the right
  await ffmpeg('-f', 'lavfi', '-i', 'color=white:s=130x90:r=25:d=2,pad=260:90', '-pix_fmt', 'yuv420p', at('clip.mp4'));
  const { status } = await run(folder, [
    'train',
    '--cascade',
    'tiny.yaml',
    '--out',
    'model',
    '--steps',
    '2',
    '--batch',
    '1',
    '-q',
  ]);
  expect(status).toBe(0);
});

describe('super-resolve.yaml', () => {
  test('makes all frames of the last level from a file of any size and rate, which is the first row of the sheet', async () => {
    expect(await resolved('one')).toMatchObject({ status: 0, stderr: '' });
    const frames = await readWhole({ path: at('one/%05d.png'), channels: 1 });
    expect([frames.count, frames.height, frames.width]).toEqual([16, 64, 64]);
    const { data, info } = await sharp(at('one.png')).greyscale().raw().toBuffer({ resolveWithObject: true });
    // below the label, the coarse video: the middle of the clip, half white and half black
    const row = Array.from({ length: info.width }, (_, x) => data[40 * info.width + x] ?? 0);
    expect([row.includes(255), row.includes(0)]).toEqual([true, true]);
  });

  test('lasts as long as what was read, and keeps to a rate that is given', async () => {
    await resolved('film', { out: 'film.mp4', scale: 2 });
    expect(await readWhole({ path: at('film.mp4'), size: [64, 64] })).toMatchObject({
      count: 16,
      timing: { rate: 25 },
    });
    await resolved('slow', { out: 'slow.mp4', scale: 2, rate: 5, frames: 8 });
    expect(await readWhole({ path: at('slow.mp4'), size: [64, 64] })).toMatchObject({
      count: 16,
      timing: { rate: 10 },
    });
  });

  test('gives several results of one file, each from its own noise', async () => {
    expect(await resolved('four', { count: 4 })).toMatchObject({ status: 0 });
    const { data, width, height } = await readWhole({ path: at('four/%05d.png'), channels: 1, frames: 1 });
    expect([height, width]).toEqual([130, 130]);
    const corner = (row: number, column: number) =>
      Array.from({ length: 64 * 64 }, (_, i) => data[(row + Math.floor(i / 64)) * width + column + (i % 64)]);
    expect(corner(0, 0)).not.toEqual(corner(66, 66));
  });

  test('keeps the file as it is at the levels it stands for, and changes it the more, the higher the strength', async () => {
    const pixels = async (name: string, more: Readonly<Record<string, number>>): Promise<Uint8Array> => {
      expect(await resolved(name, { at: 1, ...more })).toMatchObject({ status: 0 });
      return (await readWhole({ path: at(`${name}/%05d.png`), channels: 1 })).data;
    };
    const kept = await pixels('kept', { strength: 0 });
    // H.264 of the clip is off by one or two at the edge
    const errors = kept.map((value, i) => Math.abs(value - (i % 64 < 32 ? 255 : 0)));
    expect(kept.length).toBe(16 * 64 * 64);
    expect(errors.reduce((most, error) => Math.max(most, error))).toBeLessThanOrEqual(2);
    const change = (other: Uint8Array): number =>
      kept.reduce((sum, value, i) => sum + Math.abs(value - (other[i] ?? NaN)), 0) / kept.length;
    const [little, much] = [await pixels('little', { strength: 0.2 }), await pixels('much', { strength: 0.9 })];
    // in grey levels per pixel
    expect(change(little)).toBeGreaterThan(1);
    expect(change(little)).toBeLessThan(20);
    expect(change(much)).toBeGreaterThan(80);
  });

  test('says that a file cannot stand for a level that the cascade does not have', async () => {
    const { status, stderr } = await resolved('none', { at: 2 });
    expect(status).toBe(2);
    expect(stderr).toMatch(/E_FOR[^]*a last level from 0 to 1/);
  });
});
