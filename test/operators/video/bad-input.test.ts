import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testContext } from '../../context.js';
import { children, faultOf, ffmpeg, ramps, readAll, scratch, write } from './clips.js';

const { fresh, remove } = scratch();
let path: string;
beforeEach(() => {
  path = fresh();
});
afterEach(() => {
  expect(children()).toEqual([]);
});
afterAll(remove);

describe('reading', () => {
  test('a missing file', async () => {
    const fault = await faultOf(readAll({ path: join(path, 'none.mp4') }));
    expect(fault).toMatchObject({ code: 'E_FILE_MISSING', exitCode: 2 });
    expect(fault.message).toContain('nodes.node.with.path');
  });

  test.each(['hello\n', 'a,b\n1,2\n'.repeat(5000), '<html></html>'])('a text file named .mp4', async (text) => {
    writeFileSync(join(path, 'text.mp4'), text);
    expect(await faultOf(readAll({ path: join(path, 'text.mp4') }))).toMatchObject({
      code: 'E_NOT_VIDEO',
      exitCode: 2,
    });
  });

  test('an empty file', async () => {
    writeFileSync(join(path, 'empty.mp4'), '');
    expect(await faultOf(readAll({ path: join(path, 'empty.mp4') }))).toMatchObject({ code: 'E_FILE_EMPTY' });
  });

  test('a zero-length clip', async () => {
    const clip = join(path, 'zero.mp4');
    await ffmpeg('-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '64x48', '-i', '/dev/null', clip);
    expect(await faultOf(readAll({ path: clip }))).toMatchObject({ code: 'E_NO_VIDEO', exitCode: 2 });
  });

  test('only sound', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.1', join(path, 'sound.wav'));
    expect(await faultOf(readAll({ path: join(path, 'sound.wav') }))).toMatchObject({ code: 'E_NO_VIDEO' });
  });

  test('a start behind the end', async () => {
    await write([ramps(5)], { path: join(path, 'x.mp4') });
    const fault = await faultOf(readAll({ path: join(path, 'x.mp4'), start: 60 }));
    expect(fault).toMatchObject({ code: 'E_NO_FRAMES', exitCode: 2 });
    expect(fault.message).toContain('0.21 s long');
  });

  test('a folder', async () => {
    const fault = await faultOf(readAll({ path }));
    expect(fault.code).toBe('E_IS_FOLDER');
    expect(fault.message).toContain('%05d.png');
  });

  test('numbered images that are not there', async () => {
    expect(await faultOf(readAll({ path: join(path, '%05d.png') }))).toMatchObject({ code: 'E_FILE_MISSING' });
  });

  /** The first part of a file of this name. */
  async function cutOff(name: string, share = 0.6): Promise<string> {
    const clip = join(path, name);
    await write([ramps(48)], { path: clip, crf: 1, extra: ['-g', '6'] });
    truncateSync(clip, Math.floor(readFileSync(clip).length * share));
    return clip;
  }

  test.each(['mkv', 'webm', 'mp4', 'flv', 'avi', 'gif', 'apng', 'ts', 'y4m'])(
    'a %s that is cut off half-way',
    async (extension) => {
      const fault = await faultOf(readAll({ path: await cutOff(`cut.${extension}`) }));
      expect(fault).toMatchObject({ code: 'E_DAMAGED', exitCode: 3 });
      expect(fault.message).toContain('damaged: keep');
    },
  );

  test.each([
    ...['mkv', 'webm', 'mp4', 'flv', 'y4m'].map((extension) => ({ extension, damaged: 'keep' as const })),
    // half a picture of these can be kept
    ...['gif', 'apng'].map((extension) => ({ extension, damaged: 'refuse' as const })),
  ])(
    'a $extension that is cut off anywhere before its second frame is named: $damaged',
    async ({ extension, damaged }) => {
      const clip = await cutOff(`cut.${extension}`, 0.02);
      for (let size = statSync(clip).size; size > 40; size = Math.floor(size / 3)) {
        truncateSync(clip, size);
        const fault = await faultOf(readAll({ path: clip, damaged }));
        expect(fault.message).toMatch(/E_(DAMAGED|NOT_VIDEO|NO_VIDEO)[^]*cut\./);
      }
    },
  );

  test('a picture that is overwritten in part', async () => {
    await write([ramps(1)], { path: join(path, '%05d.png') });
    const picture = join(path, '00001.png');
    const bytes = readFileSync(picture);
    writeFileSync(picture, bytes.fill(7, bytes.length / 2));
    const fault = await faultOf(readAll({ path: picture, damaged: 'keep' }));
    expect(fault.message).toMatch(/E_DAMAGED[^]*00001.png; ffmpeg says: /);
  });

  test('and so with a playlist without one of its segments', async () => {
    const playlist = join(path, 'list.m3u8');
    await write([ramps(6 * 24)], { path: playlist });
    rmSync(join(path, 'list-00001.ts'));
    expect(await faultOf(readAll({ path: playlist }))).toMatchObject({ code: 'E_DAMAGED', exitCode: 3 });
  });

  test('and so with an address whose connection breaks', async () => {
    const clip = join(path, 'clip.mkv');
    await write([ramps(48)], { path: clip, crf: 1, extra: ['-g', '6'] });
    const bytes = readFileSync(clip);
    const server = createServer((_, answer) => {
      answer.writeHead(200, { 'Content-Length': bytes.length });
      answer.write(bytes.subarray(0, bytes.length / 2), () => answer.destroy());
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    expect(await faultOf(readAll({ path: `http://127.0.0.1:${port}/clip.mkv` }))).toMatchObject({ code: 'E_DAMAGED' });
    await new Promise((closed) => server.close(closed));
  });

  test('unless it is to be read as far as it goes, which gives a warning', async () => {
    const context = testContext();
    const items = await readAll({ path: await cutOff('cut.mkv'), damaged: 'keep' }, context);
    expect(items.length).toBeGreaterThan(0);
    expect(context.warnings.join()).toMatch(/is damaged/);
  });

  test.each([
    ['tetssrc=s=64x48', /No such filter: 'tetssrc'/],
    ['testsrc=sise=64x48', /sise/],
    ['testsrc=s=64x48,hfilp', /hfilp/],
  ])('a test source with a mistake, %s, is no fault of the filter', async (source, says) => {
    const fault = await faultOf(readAll({ path: `lavfi:${source}`, filter: 'hflip' }));
    expect(fault).toMatchObject({ code: 'E_DEVICE', exitCode: 2 });
    expect(fault.message).toMatch(says);
    expect(fault.message).toMatch(/with\.path[^]*try +path: lavfi:testsrc/);
    const filter = await faultOf(readAll({ path: 'lavfi:testsrc=s=64x48:d=1', filter: 'hfilp' }));
    expect(filter).toMatchObject({ code: 'E_FFMPEG', message: expect.stringContaining('filter: hfilp') });
  });

  test.each([[[64]], [[0, 64]], [[64, 64, 3]]])('size %j', async (size) => {
    expect(await faultOf(readAll({ path: 'x.mp4', size }))).toMatchObject({ code: 'E_SIZE', exitCode: 2 });
  });

  test('two channels', async () => {
    expect(await faultOf(readAll({ path: 'x.mp4', channels: 2 }))).toMatchObject({ code: 'E_CHANNELS' });
  });
});
