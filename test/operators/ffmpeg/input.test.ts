import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inputOf, isEndless } from '../../../operators/ffmpeg/input.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const at = (name: string): string => join(folder.path, name);
const put = (...names: string[]): void => {
  for (const name of names) writeFileSync(at(name), 'x');
};
const input = (path: string) => inputOf(path, 'nodes.read.with.path');

describe('an input', () => {
  test.each([
    ['-', { kind: 'live', args: ['-i', 'pipe:0'], stdin: true }],
    ['lavfi:testsrc=size=64x48', { kind: 'live', args: ['-f', 'lavfi', '-i', 'testsrc=size=64x48'], stdin: false }],
    ['https://host/a%20b.mp4', { kind: 'url', args: expect.arrayContaining(['-rw_timeout']) }],
    ['rtsp://camera/1', { kind: 'url', args: ['-timeout', '15000000', '-i', 'rtsp://camera/1'] }],
    ['rtp://239.0.0.1:5004?ttl=2', { args: ['-i', 'rtp://239.0.0.1:5004?ttl=2&timeout=15000000'] }],
    ['rtp://239.0.0.1:5004?timeout=9', { args: ['-i', 'rtp://239.0.0.1:5004?timeout=9'] }],
    ['tcp://0.0.0.0:9000?listen=1', { kind: 'live', waitsFor: 'a sender at tcp://0.0.0.0:9000?listen=1' }],
    ['rtmp://0.0.0.0/live?listen=1', { kind: 'live', args: ['-listen', '1', '-i', 'rtmp://0.0.0.0/live'] }],
    ['http://0.0.0.0/?a=1&listen=1', { kind: 'live', args: ['-listen', '1', '-i', 'http://0.0.0.0/?a=1'] }],
    ['srt://0.0.0.0:9000?latency=200&mode=listener', { kind: 'live' }],
    ['srt://host:9000?mode=caller', { kind: 'url' }],
  ])('can be %s', async (path, expected) => {
    expect(await input(path)).toMatchObject(expected);
  });

  test('can be a file', async () => {
    put('a.mp4');
    expect(await input(at('a.mp4'))).toEqual({ kind: 'file', args: ['-i', `file:${at('a.mp4')}`], stdin: false });
  });

  test('can be numbered pictures, from the lowest number on', async () => {
    put('007.png', '008.png', '009.png', '10.png');
    expect(await input(at('%03d.png'))).toMatchObject({
      kind: 'images',
      args: ['-f', 'image2', '-pattern_type', 'sequence', '-start_number', '7', '-i', `file:${at('%03d.png')}`],
    });
  });

  test('can be a file whose name looks like numbered pictures', async () => {
    put('a%d.mp4', 'b%02d.png');
    expect(await input(at('a%d.mp4'))).toMatchObject({ kind: 'file', args: ['-i', `file:${at('a%d.mp4')}`] });
    expect(await input(at('b%02d.png'))).toMatchObject({
      kind: 'file',
      args: ['-f', 'image2', '-pattern_type', 'none', '-i', expect.anything()],
    });
  });

  test('has an end or not', () => {
    expect(['-', 'lavfi:testsrc', 'rtsp://camera'].map(isEndless)).toEqual([true, true, true]);
    expect(['a.mp4', 'https://host/a.mp4'].map(isEndless)).toEqual([false, false]);
  });
});

test.each([
  ['is not there', 'none.mp4', 'E_FILE_MISSING'],
  ['is a folder', '', 'E_IS_FOLDER'],
  ['is empty', 'empty.mp4', 'E_FILE_EMPTY'],
  ['has numbers missing', '%d.png', 'E_IMAGES'],
  ['has no picture', '%d.jpg', 'E_FILE_MISSING'],
])('an input that %s is refused', async (_, name, code) => {
  put('1.png', '2.png', '5.png');
  writeFileSync(at('empty.mp4'), '');
  await expect(input(at(name))).rejects.toMatchObject({ code });
});
