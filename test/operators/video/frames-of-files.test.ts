import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testContext } from '../../context.js';
import { ffmpeg, readAll, readWhole, scratch, timesOf, write } from './clips.js';

const { folder, remove } = scratch();
const at = (name: string) => join(folder, name);
afterAll(remove);

/** Every frame differs from the one before it. */
const distinctOf = ({ data, count }: { data: Uint8Array; count: number }): number => {
  const bytes = data.length / count;
  const sums = Array.from({ length: count }, (_, k) =>
    createHash('md5')
      .update(data.subarray(k * bytes, (k + 1) * bytes))
      .digest('hex'),
  );
  return sums.filter((sum, k) => sum !== sums[k - 1]).length;
};

const IRREGULAR = "select='lt(mod(n*7\\,500)\\,7)+not(mod(n\\,67))'";

beforeAll(async () => {
  const picture = ['-f', 'lavfi', '-i', 'testsrc=s=64x48:r=25:d=2'];
  const sound = ['-f', 'lavfi', '-i', 'sine=d=2'];
  await ffmpeg(...picture, ...sound, '-pix_fmt', 'yuv420p', '-c:a', 'aac', at('sound.mkv'));
  for (const name of ['sound.ts', 'sound.flv', 'sound.mp4'])
    await ffmpeg('-i', at('sound.mkv'), '-c', 'copy', at(name));
  await ffmpeg('-i', at('sound.mkv'), '-c:v', 'mpeg4', '-c:a', 'mp3', at('sound.avi'));
  await ffmpeg('-i', at('sound.mkv'), '-an', '-c', 'copy', at('raw.h264'));
  await ffmpeg(
    ...picture,
    ...sound,
    '-filter_complex',
    '[0:v]setpts=PTS+0.7/TB[v]',
    '-map',
    '[v]',
    '-map',
    '1:a',
    at('late.mkv'),
  );
  const fine = ['-f', 'lavfi', '-i', 'testsrc=s=64x48:r=1000:d=3', '-vf', IRREGULAR, '-vsync', 'vfr'];
  await ffmpeg(...fine, '-c:v', 'libvpx', '-f', 'webm', at('browser.webm'));
}, 60_000);

describe('the frames are those of the file', () => {
  test.each([
    ['mkv with sound', 'sound.mkv', 50],
    ['ts with sound', 'sound.ts', 50],
    ['flv with sound', 'sound.flv', 50],
    ['mp4 with sound', 'sound.mp4', 50],
    ['raw H.264, which has no times', 'raw.h264', 50],
    ['a video that starts after its sound', 'late.mkv', 50],
    ["a browser's recording, at irregular times", 'browser.webm', 85],
  ])('%s: every frame once, in order', async (_, name, count) => {
    const all = await readWhole({ path: at(name), chunk: 7 });
    // two frames a few milliseconds apart may be coded alike
    expect([all.count, distinctOf(all) >= count - 1]).toEqual([count, true]);
  });

  test('avi with sound holds empty frames where its clock goes on: what is shown is there once', async () => {
    const all = await readWhole({ path: at('sound.avi') });
    expect([all.count, distinctOf(all)]).toEqual([50, 50]);
  });

  test('a constant rate is made where one is asked for', async () => {
    expect((await readWhole({ path: at('browser.webm'), fps: 10 })).count).toBeGreaterThanOrEqual(29);
    expect((await readWhole({ path: at('sound.mp4'), fps: 50 })).count).toBeGreaterThan(95);
  });
});

describe('frames carry their rate and time', () => {
  test('constant: the rate, exact also where the file rounds it', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=64x48:r=30000/1001:d=2', '-pix_fmt', 'yuv420p', at('ntsc.mkv'));
    const [first] = await readAll({ path: at('ntsc.mkv') });
    expect(first?.timing?.rate).toBeCloseTo(30000 / 1001, 6);
    expect(first?.timing?.times).toBeUndefined();
  });

  test('variable: the time of every frame, from the first on', async () => {
    const times = (await readAll({ path: at('browser.webm'), chunk: 10 })).flatMap(({ timing }) => timing?.times ?? []);
    expect(times.slice(0, 4)).toEqual([0, 0.067, 0.072, 0.134].map((time) => expect.closeTo(time, 3)));
    expect(times.length).toBe(85);
  });

  test('numbered images have none', async () => {
    mkdirSync(at('images'));
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=64x48:r=10:d=1', join(at('images'), '%03d.png'));
    expect((await readAll({ path: join(at('images'), '%03d.png') }))[0]?.timing).toBeUndefined();
  });
});

describe('written again', () => {
  const copied = async (from: string, to: string, more: object = {}) => {
    const context = testContext();
    await write(await readAll({ path: at(from) }), { path: at(to), ...more }, context);
    return context.warnings;
  };

  test.each(['mp4', 'mkv', 'webm'])('variable times stay in %s, to a millisecond', async (extension) => {
    const warnings = await copied('browser.webm', `again.${extension}`);
    const [before, after] = [await timesOf(at('browser.webm')), await timesOf(at(`again.${extension}`))];
    expect(after.length).toBe(before.length);
    after.forEach((time, k) => expect(Math.abs(time - (before[k] ?? 0))).toBeLessThan(0.0015));
    expect(warnings).toEqual([]);
  });

  test('or become a constant rate by choice', async () => {
    await copied('browser.webm', 'even.mp4', { times: 'constant' });
    const times = await timesOf(at('even.mp4'));
    const steps = times.slice(1).map((time, k) => time - (times[k] ?? 0));
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(0.002);
    expect(times.at(-1)).toBeCloseTo((await timesOf(at('browser.webm'))).at(-1) ?? 0, 1);
  });

  test('the speed stays: 60 frames per second stay 60', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=64x48:r=60:d=1', '-pix_fmt', 'yuv420p', at('fast.mp4'));
    expect(await copied('fast.mp4', 'fast-again.mp4')).toEqual([]);
    expect((await timesOf(at('fast-again.mp4'))).at(-1)).toBeCloseTo(59 / 60, 2);
  });

  test('a rate that changes the speed is told of', async () => {
    const warnings = await copied('sound.mp4', 'slow.mp4', { fps: 10 });
    expect(warnings.join()).toMatch(/frames of 2\d.*at fps: 10 they play .* times slower, without their sound/);
  });
});

describe('images', () => {
  test('begin at any number', async () => {
    mkdirSync(at('shot'));
    await ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc=s=64x48:r=10:d=1',
      '-start_number',
      '1001',
      join(at('shot'), '%04d.png'),
    );
    expect((await readWhole({ path: join(at('shot'), '%04d.png') })).count).toBe(10);
  });

  test('that lack numbers are refused, with all of them', async () => {
    mkdirSync(at('gaps'));
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=64x48:r=10:d=1', join(at('gaps'), 'f%d.png'));
    for (const number of [3, 6, 7]) rmSync(join(at('gaps'), `f${number}.png`));
    await expect(readAll({ path: join(at('gaps'), 'f%d.png') })).rejects.toMatchObject({
      code: 'E_IMAGES',
      message: expect.stringContaining('without 3, 6–7'),
    });
  });

  test('a name with %20d in it is a name', async () => {
    await write(await readAll({ path: at('sound.mp4') }), { path: at('my%20dog.mp4') });
    expect(existsSync(at('my%20dog.mp4'))).toBe(true);
    expect((await readWhole({ path: at('my%20dog.mp4') })).count).toBe(50);
  });
});
