import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { videoWrite } from '../../../operators/video/write.js';
import { settingsOf, testContext } from '../../context.js';
import { children, faultOf, listing, ramps, readWhole, scratch, write } from './clips.js';

const { folder, fresh, remove } = scratch();
let path: string;
beforeEach(() => {
  path = fresh();
});
afterEach(() => {
  expect(children()).toEqual([]);
});
afterAll(remove);

describe('writing: refused, and nothing is left', () => {
  afterEach(() => {
    if (existsSync(path)) expect(listing(path).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  test('an odd size for yuv420p', async () => {
    const fault = await faultOf(write([ramps(2, 63, 47)], { path: join(path, 'a/x.mp4') }));
    expect(fault).toMatchObject({ code: 'E_ODD_SIZE', exitCode: 2 });
    expect(fault.message).toContain('width 62 or 64, height 46 or 48');
    expect(fault.message).toMatch(/scale: 2.*pixelFormat: yuv444p/);
    expect(listing(path)).toEqual([]);
  });

  test('… and its way out works', async () => {
    await write([ramps(2, 63, 47)], { path: join(path, 'x.mp4'), scale: 2 });
    await write([ramps(2, 63, 47)], { path: join(path, 'y.mp4'), pixelFormat: 'yuv444p' });
    const sizes = [await readWhole({ path: join(path, 'x.mp4') }), await readWhole({ path: join(path, 'y.mp4') })];
    expect(sizes.map(({ width, height }) => [width, height])).toEqual([
      [126, 94],
      [63, 47],
    ]);
  });

  test('a folder below a file', async () => {
    writeFileSync(join(path, 'file'), '');
    const opened = videoWrite.open(settingsOf(videoWrite.with, { path: join(path, 'file/sub/x.mp4') }), testContext());
    expect(await faultOf(Promise.resolve(opened))).toMatchObject({ code: 'E_FOLDER', exitCode: 2 });
    expect(listing(path)).toEqual(['file']);
  });

  const mayMount = canMount();
  const mounted = mayMount ? test : test.skip;
  const unprivileged = process.getuid?.() === 0 ? test.skip : test;

  unprivileged('a folder without permission (skipped as root, who may write anywhere)', async () => {
    chmodSync(path, 0o555);
    const opened = videoWrite.open(settingsOf(videoWrite.with, { path: join(path, 'x.mp4') }), testContext());
    expect(await faultOf(Promise.resolve(opened))).toMatchObject({ code: 'E_FOLDER', exitCode: 2 });
  });

  mounted('a read-only disk (skipped where no tmpfs can be mounted)', async () => {
    await withDisk('size=1m,ro', async (disk) => {
      const opened = videoWrite.open(settingsOf(videoWrite.with, { path: join(disk, 'x.mp4') }), testContext());
      const fault = await faultOf(Promise.resolve(opened));
      expect(fault).toMatchObject({ code: 'E_FOLDER', exitCode: 2 });
      expect(fault.message).toContain('read-only');
    });
  });

  mounted.each(['x.mp4', 'x.mkv', 'x.gif', 'frames/', 'x.m3u8'])(
    'a full disk: %s (skipped where no tmpfs can be mounted)',
    async (name) => {
      await withDisk('size=256k', async (disk) => {
        const noise = () => ({
          width: 128,
          height: 96,
          channels: 3 as const,
          count: 1,
          data: randomBytes(128 * 96 * 3),
        });
        const fault = await faultOf(write(Array.from({ length: 40 }, noise), { path: join(disk, name), crf: 1 }));
        expect(fault).toMatchObject({ code: 'E_DISK_FULL', exitCode: 3 });
        expect(fault.message).toContain('the disk is full');
        expect(listing(disk)).toEqual([]);
      });
    },
  );

  test('overwrite: false, and the old file stays', async () => {
    writeFileSync(join(path, 'x.mp4'), 'old');
    const fault = await faultOf(write([ramps(2)], { path: join(path, 'x.mp4'), overwrite: false }));
    expect(fault).toMatchObject({ code: 'E_EXISTS', exitCode: 2 });
    expect(readFileSync(join(path, 'x.mp4'), 'utf8')).toBe('old');
  });

  test('overwrite: false and a PNG folder with frames', async () => {
    await write([ramps(2)], { path: join(path, 'f/') });
    expect(await faultOf(write([ramps(2)], { path: join(path, 'f/'), overwrite: false }))).toMatchObject({
      code: 'E_EXISTS',
    });
  });

  test('a folder with the name of the file', async () => {
    mkdirSync(join(path, 'x.mp4'));
    expect(await faultOf(write([ramps(2)], { path: join(path, 'x.mp4') }))).toMatchObject({ code: 'E_IS_FOLDER' });
  });

  test.each(['', 'video', 'x.txt', 'x.png', 'pipe:1'])('the path %j', async (name) => {
    expect(await faultOf(write([ramps(2)], { path: name }))).toMatchObject({ code: 'E_OUTPUT_PATH', exitCode: 2 });
  });

  test('no frames', async () => {
    expect(await faultOf(write([], { path: join(path, 'x.mp4') }))).toMatchObject({
      code: 'E_EMPTY_VIDEO',
      exitCode: 3,
    });
    expect(listing(path)).toEqual([]);
  });

  test('frames that change their size', async () => {
    const fault = await faultOf(write([ramps(2), ramps(2, 32, 32)], { path: join(path, 'x.mp4') }));
    expect(fault.code).toBe('E_FRAME_SIZE');
    expect(listing(path)).toEqual([]);
  });

  test('an encoder that ffmpeg does not know', async () => {
    const fault = await faultOf(write([ramps(2)], { path: join(path, 'x.mp4'), codec: 'libx246' }));
    expect(fault).toMatchObject({ code: 'E_CODEC', exitCode: 2 });
    expect(fault.message).toContain('did you mean "libx264"');
    expect(listing(path)).toEqual([]);
  });

  test.each([
    [{ filter: 'hflop' }, 'filter: hflop'],
    [{ codec: 'prores_ks', filter: 'hflip' }, 'filter: hflip, codec: prores_ks'],
    [{ preset: 'slowish' }, 'preset: slowish'],
    [{ extra: ['-nonsense', '1'] }, 'extra: -nonsense 1'],
  ])('settings that ffmpeg refuses are named in what to try: %j', async (given, named) => {
    const fault = await faultOf(write([ramps(2)], { path: join(path, 'x.mp4'), ...given }));
    expect(fault).toMatchObject({ code: 'E_FFMPEG', exitCode: 3 });
    expect(fault.message).toMatch(new RegExp(`try +correct what it complains of: ${named}$`));
  });

  test('ffmpeg killed half-way', async () => {
    const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: join(path, 'x.mp4') }), testContext());
    await stage.next({ frames: ramps(4) }, 0);
    process.kill(children()[0]?.pid ?? 0, 'SIGKILL');
    const more = async () => {
      for (let item = 0; item < 100; item++) await stage.next({ frames: ramps(4) }, 0);
    };
    const fault = await faultOf(more());
    await stage.abort?.(fault);
    expect(fault).toMatchObject({ code: 'E_FFMPEG', exitCode: 3 });
    expect(fault.message).toContain('SIGKILL');
    expect(listing(path)).toEqual([]);
  });

  test('ffmpeg killed after the last frame', async () => {
    const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: join(path, 'x.mp4') }), testContext());
    await stage.next({ frames: ramps(4) }, 0);
    process.kill(children()[0]?.pid ?? 0, 'SIGKILL');
    expect(await faultOf(Promise.resolve(stage.done?.()))).toMatchObject({ code: 'E_FFMPEG', exitCode: 3 });
    expect(listing(path)).toEqual([]);
  });

  test.each(['x.mp4', 'made/x.webm', 'x.m3u8', 'frames/'])('cancelled while writing %s', async (name) => {
    const controller = new AbortController();
    const context = testContext({ signal: controller.signal });
    const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: join(path, name) }), context);
    await stage.next({ frames: ramps(12) }, 0);
    const many = { width: 64, height: 48, channels: 3 as const, count: 1000 };
    const blocked = stage.next({ frames: { ...many, data: randomBytes(1000 * 64 * 48 * 3) } }, 0);
    controller.abort();
    await Promise.allSettled([blocked]);
    await expect(stage.next({ frames: ramps(1) }, 0)).rejects.toMatchObject({ exitCode: 130 });
    await stage.abort?.(controller.signal.reason);
    expect(children()).toEqual([]);
    expect(listing(path)).toEqual([]);
  });

  test('a cancelled run leaves the older video as it was', async () => {
    await write([ramps(6)], { path: join(path, 'x.mp4') });
    const old = readFileSync(join(path, 'x.mp4'));
    const stage = await videoWrite.open(settingsOf(videoWrite.with, { path: join(path, 'x.mp4') }), testContext());
    await stage.next({ frames: ramps(2) }, 0);
    await stage.abort?.(new Error('cancelled'));
    expect(Buffer.compare(readFileSync(join(path, 'x.mp4')), old)).toBe(0);
    expect(listing(path)).toEqual(['x.mp4']);
  });

  function canMount(): boolean {
    try {
      mkdirSync(join(folder, 'probe'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', join(folder, 'probe')], { stdio: 'ignore' });
      execFileSync('umount', [join(folder, 'probe')], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }

  async function withDisk(options: string, use: (disk: string) => Promise<void>): Promise<void> {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
    try {
      await use(path);
    } finally {
      execFileSync('umount', [path]);
    }
  }
});
