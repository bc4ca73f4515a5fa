import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { testContext } from '../../context.js';
import { children, ffmpeg, read, readAll, readWhole, scratch } from './clips.js';

const { folder, remove } = scratch();
const clip = join(folder, 'clip.mp4');
const long = join(folder, 'long.mp4');
const LONG_FRAMES = 900;

beforeAll(async () => {
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10:duration=3', '-pix_fmt', 'yuv420p', clip);
  const source = `testsrc=size=640x360:rate=30:duration=${LONG_FRAMES / 30}`;
  await ffmpeg('-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', long);
});
afterAll(remove);
afterEach(() => {
  expect(children()).toEqual([]);
});

describe('what is read', () => {
  test('all frames, in items of `chunk`, at the size of the file', async () => {
    const items = await readAll({ path: clip, chunk: 8 });
    expect(items.map(({ count }) => count)).toEqual([8, 8, 8, 6]);
    for (const { width, height, channels, count, data } of items) {
      expect([width, height, channels, data.length]).toEqual([64, 48, 3, count * 64 * 48 * 3]);
    }
  });

  test.each([
    ['half the rate gives half the frames', { fps: 5 }, 15],
    ['twice the rate gives each frame twice', { fps: 20 }, 60],
    ['from a second on', { start: 1 }, 20],
    ['for half a second', { start: 1, length: 0.5 }, 5],
    ['no more than `frames`', { frames: 7 }, 7],
  ])('%s', async (_, given, count) => {
    expect((await readWhole({ path: clip, ...given })).count).toBe(count);
  });

  test('start is exact: the frame at 1 s is the eleventh', async () => {
    const all = await readWhole({ path: clip });
    const later = await readWhole({ path: clip, start: 1, frames: 1 });
    const bytes = 64 * 48 * 3;
    expect(Buffer.compare(Buffer.from(all.data.subarray(10 * bytes, 11 * bytes)), Buffer.from(later.data))).toBe(0);
  });

  test('grey has one channel', async () => {
    const { channels, data } = await readWhole({ path: clip, channels: 1, frames: 2 });
    expect([channels, data.length]).toEqual([1, 2 * 64 * 48]);
  });

  test('progress knows the total', async () => {
    const context = testContext();
    await readAll({ path: clip, chunk: 10 }, context);
    expect(context.progressed).toEqual([
      [10, 30],
      [20, 30],
      [30, 30],
    ]);
  });
});

describe('fit', () => {
  const wide = join(folder, 'wide.png');
  const pixel = (frame: { data: Uint8Array; width: number }, x: number, y: number) => {
    const at = (y * frame.width + x) * 3;
    return [...frame.data.subarray(at, at + 3)];
  };
  // A red left half and a blue right half, 96×32.
  beforeAll(() =>
    ffmpeg(
      '-f',
      'lavfi',
      '-i',
      'color=red:s=48x32:d=1,pad=96:32:0:0:blue',
      '-frames:v',
      '1',
      '-pix_fmt',
      'rgb24',
      wide,
    ),
  );

  test('crop keeps the middle', async () => {
    const frame = await readWhole({ path: wide, size: [32, 32], fit: 'crop' });
    expect([frame.width, frame.height]).toEqual([32, 32]);
    expect(pixel(frame, 0, 0)[0]).toBeGreaterThan(240);
    expect(pixel(frame, 31, 31)[2]).toBeGreaterThan(240);
  });

  test('pad shows all of it between black bars', async () => {
    const frame = await readWhole({ path: wide, size: [48, 48], fit: 'pad' });
    expect(pixel(frame, 0, 0)).toEqual([0, 0, 0]);
    expect(pixel(frame, 0, 47)).toEqual([0, 0, 0]);
    expect(pixel(frame, 0, 24)[0]).toBeGreaterThan(240);
    expect(pixel(frame, 47, 24)[2]).toBeGreaterThan(240);
  });

  test('stretch fills the frame', async () => {
    const frame = await readWhole({ path: wide, size: [48, 48], fit: 'stretch' });
    expect(pixel(frame, 0, 0)[0]).toBeGreaterThan(240);
    expect(pixel(frame, 47, 47)[2]).toBeGreaterThan(240);
  });

  test('pixels that are not square are made so', async () => {
    const anamorphic = join(folder, 'anamorphic.mp4');
    await ffmpeg('-i', clip, '-vf', 'setsar=2', anamorphic);
    const { width, height } = await readWhole({ path: anamorphic, frames: 1 });
    expect([width, height]).toEqual([128, 48]);
  });
});

describe('as a stream', () => {
  test('memory does not grow with the length of the clip', async () => {
    let [frames, base, most] = [0, 0, 0];
    for await (const item of read({ path: long, chunk: 4 })) {
      frames += item.count;
      // What is decoded and dropped by then fits into the allowance below many times over.
      if (frames === 100) base = process.memoryUsage.rss();
      if (frames > 100) most = Math.max(most, process.memoryUsage.rss());
    }
    expect(frames).toBe(LONG_FRAMES);
    // 800 more frames are 553 MB.
    expect(most - base).toBeLessThan(200e6);
  });

  const proc = existsSync('/proc/self/io') ? test : test.skip;
  proc('ffmpeg waits for a slow consumer', async () => {
    const stream = read({ path: long, chunk: 1 });
    await stream.next();
    const pid = children()[0]?.pid ?? 0;
    const written = () => Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
    const asleep = () => /^State:\s+S/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    // Until it sleeps and has written nothing for a while; it would take far longer to write the whole clip.
    let still = 0;
    while (still < 500) {
      const before = written();
      await new Promise(setImmediate);
      still = written() === before && asleep() ? still + 1 : 0;
    }
    expect(written()).toBeLessThan(10 * 640 * 360 * 3);
    await stream.return(undefined);
  });

  test('a consumer that leaves early ends ffmpeg', async () => {
    for await (const { count } of read({ path: long })) {
      expect(count).toBe(16);
      break;
    }
    expect(children()).toEqual([]);
  });

  test('cancelling ends ffmpeg, and the stream with exit code 130', async () => {
    const controller = new AbortController();
    const stream = read({ path: long, chunk: 1 }, testContext({ signal: controller.signal }));
    await stream.next();
    controller.abort();
    const rest = async () => {
      for (;;) if ((await stream.next()).done) return;
    };
    await expect(rest()).rejects.toMatchObject({ code: 'E_CANCELLED', exitCode: 130 });
  });

  test('an ffmpeg killed half-way is an error, not a shorter video', async () => {
    const stream = read({ path: long, chunk: 1 });
    await stream.next();
    process.kill(children()[0]?.pid ?? 0, 'SIGKILL');
    const rest = async () => {
      for (;;) if ((await stream.next()).done) return;
    };
    await expect(rest()).rejects.toMatchObject({ code: 'E_FFMPEG', exitCode: 3 });
  });
});
