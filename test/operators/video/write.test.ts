import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { videoWrite } from '../../../operators/video/write.js';
import { settingsOf, testContext } from '../../context.js';
import { children, describe as describeClip, listing, psnr, ramps, readWhole, scratch, write } from './clips.js';

const { fresh, remove } = scratch();
let path: string;
beforeEach(() => {
  path = fresh();
});
afterAll(remove);

describe('what is written is what was given', () => {
  const frames = ramps(24);

  test.each([
    ['mp4', 38],
    ['mov', 38],
    ['mkv', 38],
    ['webm', 36],
    ['gif', 28],
    ['m3u8', 38],
  ])('%s: 24 frames of 64×48 come back, at least %i dB', async (extension, least) => {
    const file = join(path, `clip.${extension}`);
    await write([ramps(24)], { path: file });
    const back = await readWhole({ path: file });
    expect([back.count, back.width, back.height]).toEqual([24, 64, 48]);
    expect(psnr(back.data, frames.data)).toBeGreaterThan(least);
  });

  test('a PNG folder holds exactly the bytes given, numbered from 1', async () => {
    await write([ramps(24)], { path: join(path, 'frames/') });
    expect(listing(join(path, 'frames')).length).toBe(24);
    const back = await readWhole({ path: join(path, 'frames/%05d.png') });
    expect(back.count).toBe(24);
    expect(Buffer.compare(Buffer.from(back.data), Buffer.from(frames.data))).toBe(0);
  });

  test('a pattern names the images, also in a folder with a percent sign', async () => {
    await write([ramps(3)], { path: join(path, '50%d/f%03d.png') });
    expect(listing(join(path, '50%d'))).toEqual(['f001.png', 'f002.png', 'f003.png']);
  });

  test('grey frames stay grey', async () => {
    const grey = ramps(8, 64, 48, 1);
    await write([grey], { path: join(path, 'grey.mp4') });
    await write([grey], { path: join(path, 'frames/') });
    const back = await readWhole({ path: join(path, 'grey.mp4'), channels: 1 });
    expect(psnr(back.data, grey.data)).toBeGreaterThan(38);
    expect((await sharp(join(path, 'frames/00001.png')).metadata()).channels).toBe(1);
  });

  test('many items are one video', async () => {
    await write(
      Array.from({ length: 10 }, () => ramps(3)),
      { path: join(path, 'x.mp4') },
    );
    expect((await readWhole({ path: join(path, 'x.mp4') })).count).toBe(30);
  });
});

describe('mp4', () => {
  test('is H.264, yuv420p, bt709, at the frame rate asked for', async () => {
    await write([ramps(12)], { path: join(path, 'x.mp4'), fps: 30 });
    const said = await describeClip(join(path, 'x.mp4'));
    expect(said).toMatch(/Video: h264 .*yuv420p\(tv, bt709(, progressive)?\), 64x48.* 30 fps/);
  });

  test.each(['x.mp4', 'x.m4v', 'x.m3u8', 'x.mpd'])('of H.265 has the tag that Apple plays: %s', async (name) => {
    await write([ramps(12)], { path: join(path, name), codec: 'libx265' });
    expect(await describeClip(join(path, name))).toMatch(/Video: hevc .*hvc1/);
  });

  test('starts fast: moov stands before mdat', async () => {
    await write([ramps(12)], { path: join(path, 'x.mp4') });
    const bytes = readFileSync(join(path, 'x.mp4'));
    expect(bytes.indexOf('moov')).toBeGreaterThan(0);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  });

  // VP8 has no other matrix than bt601; players take uncompressed AVI for BGR
  test.each([
    ['x.mp4', '', 4],
    ['x.m4v', 'h265', 4],
    ['x.m3u8', 'libx265', 4],
    ['x.mpd', 'libx264', 4],
    ['x.webm', 'vp8', 6],
    ['x.avi', 'rawvideo', 0],
    ['x.mov', 'prores_ks', 4],
    ['x.mkv', 'mpeg2video', 6],
  ])('saturated colours survive the way to %s (%s) and back', async (name, codec, most) => {
    const colours = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [255, 255, 255],
      [0, 0, 0],
    ].map((colour) => {
      const data = new Uint8Array(32 * 32 * 3).map((_, i) => colour[i % 3] ?? 0);
      return { width: 32, height: 32, channels: 3 as const, count: 1, data };
    });
    await write(colours, { path: join(path, name), codec, crf: 4, extra: codec === 'mpeg2video' ? ['-q:v', '1'] : [] });
    const back = await readWhole({ path: join(path, name) });
    colours.forEach(({ data }, f) => {
      const worst = data.reduce((most, v, i) => Math.max(most, Math.abs(v - (back.data[f * data.length + i] ?? 0))), 0);
      expect(worst).toBeLessThanOrEqual(most);
    });
  });

  test('scale enlarges with hard pixels', async () => {
    const frame = ramps(1, 16, 16);
    await write([frame], { path: join(path, 'frames/'), scale: 4 });
    const { data, info } = await sharp(join(path, 'frames/00001.png')).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([64, 64]);
    for (const [x, y] of [
      [0, 0],
      [3, 3],
      [4, 0],
      [63, 63],
    ] as const) {
      const at = (Math.floor(y / 4) * 16 + Math.floor(x / 4)) * 3;
      expect([...data.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3)]).toEqual([...frame.data.subarray(at, at + 3)]);
    }
  });

  test('a lower crf makes a larger file', async () => {
    await write([ramps(12)], { path: join(path, 'fine.mp4'), crf: 4 });
    await write([ramps(12)], { path: join(path, 'coarse.mp4'), crf: 40 });
    expect(statSync(join(path, 'fine.mp4')).size).toBeGreaterThan(statSync(join(path, 'coarse.mp4')).size);
  });

  test('extra arguments reach ffmpeg', async () => {
    await write([ramps(2)], { path: join(path, 'x.mp4'), extra: ['-metadata', 'title=two digits'] });
    expect(await describeClip(join(path, 'x.mp4'))).toContain('two digits');
  });
});

describe('backpressure', () => {
  test('next waits until ffmpeg has taken the frames', async () => {
    const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: join(path, 'x.mp4') }), testContext());
    const black = { width: 640, height: 480, channels: 3 as const };
    await stage.next({ frames: { ...black, count: 1, data: new Uint8Array(640 * 480 * 3) } }, 0);
    const pid = children()[0]?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    let taken = false;
    const next = Promise.resolve(
      stage.next({ frames: { ...black, count: 4, data: new Uint8Array(4 * 640 * 480 * 3) } }, 0),
    ).then(() => (taken = true));
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect(taken).toBe(false);
    process.kill(pid, 'SIGCONT');
    await next;
    await stage.done?.();
    expect((await readWhole({ path: join(path, 'x.mp4') })).count).toBe(5);
  });
});
