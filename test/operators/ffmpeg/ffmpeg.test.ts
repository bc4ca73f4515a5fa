import { chmodSync, copyFileSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findFfmpeg } from '../../../operators/ffmpeg/ffmpeg.js';
import { FfmpegProcess } from '../../../operators/ffmpeg/ffmpeg-process.js';
import { children, scratch } from '../video/clips.js';

const { folder, remove } = scratch();
const onPath = join(folder, 'bin', 'ffmpeg');
let real: string;
beforeAll(async () => {
  real = (await findFfmpeg({})).path;
  mkdirSync(join(folder, 'bin'));
  symlinkSync(real, onPath);
});
afterAll(remove);

const PATH = join(folder, 'bin');
const packaged = (path: unknown) => ({ source: 'ffmpeg-static' as const, locate: () => path });
const broken = {
  source: '@ffmpeg-installer/ffmpeg' as const,
  locate: () => {
    throw new Error('Unsupported platform');
  },
};

test('there is one here, and its version', async () => {
  expect(await findFfmpeg()).toMatchObject({ path: expect.any(String), version: expect.stringMatching(/\d/) });
});

test('FFMPEG_PATH comes first', async () => {
  expect(await findFfmpeg({ FFMPEG_PATH: onPath, PATH }, [packaged(real)])).toMatchObject({
    source: 'FFMPEG_PATH',
    path: onPath,
  });
});

test('FFMPEG_PATH that does not run is an error, not a reason to take another', async () => {
  await expect(findFfmpeg({ FFMPEG_PATH: join(folder, 'none'), PATH })).rejects.toMatchObject({
    code: 'E_FFMPEG_PATH',
    exitCode: 2,
  });
  writeFileSync(join(folder, 'text'), 'not a program', { mode: 0o755 });
  await expect(findFfmpeg({ FFMPEG_PATH: join(folder, 'text') })).rejects.toMatchObject({ code: 'E_FFMPEG_PATH' });
});

test('of equal ones a package comes before the PATH', async () => {
  expect(await findFfmpeg({ PATH }, [packaged(real)])).toMatchObject({ source: 'ffmpeg-static', path: real });
});

test('of different ones the newest, whatever their versions are called', async () => {
  const called = (name: string, version: string, library: string) => {
    const path = join(folder, name);
    const said = `ffmpeg version ${version} Copyright (c) 2000-2018 the FFmpeg developers\nlibavformat ${library}`;
    writeFileSync(path, `#!/bin/sh\necho '${said}'\n`, { mode: 0o755 });
    return packaged(path);
  };
  const old = called('old', 'N-99999-gabcdef-static', '    58. 20.100 / 58. 20.100');
  const young = called('young', '7.0.2-static', '    61.  1.100 / 61.  1.100');
  const between = called('between', '5.1.9-0+deb12u1', '    59. 27.100 / 59. 27.100');
  expect(await findFfmpeg({}, [old, young, between])).toMatchObject({ version: '7.0.2-static', year: 2018 });
  expect(await findFfmpeg({}, [old, between])).toMatchObject({ version: '5.1.9-0+deb12u1' });
});

test('a package that is absent, broken or empty is passed over', async () => {
  const packages = [broken, packaged(null), packaged(join(folder, 'not-downloaded'))];
  expect(await findFfmpeg({ PATH }, packages)).toMatchObject({ source: 'PATH', path: onPath });
});

test('a packaged binary without its execute bit gets it', async () => {
  const path = join(folder, 'packaged');
  copyFileSync(real, path);
  chmodSync(path, 0o644);
  expect(await findFfmpeg({}, [packaged(path)])).toMatchObject({ path });
  expect(statSync(path).mode & 0o111).toBe(0o111);
});

test('none at all: how to get one', async () => {
  await expect(findFfmpeg({}, [broken])).rejects.toMatchObject({
    code: 'E_FFMPEG_MISSING',
    exitCode: 2,
    message: expect.stringMatching(/npm ci.*FFMPEG_PATH/),
  });
});

test('a process that is stopped is gone, though its output was never read', async () => {
  const endless = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc', '-f', 'rawvideo', 'pipe:1'];
  const child = new FfmpegProcess(real, endless, { output: 'pipe' });
  expect(children().length).toBe(1);
  await child.stop();
  await child.stop();
  expect(children()).toEqual([]);
});

test('with time to end well, what was given is finished', async () => {
  const path = join(folder, 'live.ts');
  const args = ['-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '16x16', '-i', 'pipe:0', path];
  const child = new FfmpegProcess(real, args, { input: 'pipe', graceMs: 10_000 });
  await child.write(new Uint8Array(16 * 16 * 10));
  await child.stop();
  expect((await child.ended).code).toBe(0);
  expect(statSync(path).size).toBeGreaterThan(0);
});
