import { describe, expect, test } from '@jest/globals';
import { numbered, parseTarget, segmentStem, segments } from '../../../operators/ffmpeg/target.js';

const parse = (path: string, codec = '', format = '') => parseTarget(path, codec, format, 'with.path');

describe('an output path', () => {
  test.each([
    ['out/a.mp4', { kind: 'file', folder: 'out', name: 'a.mp4', codec: 'libx264' }],
    ['a.webm', { kind: 'file', codec: 'libvpx-vp9' }],
    ['frames/', { kind: 'images', folder: 'frames/', name: '%05d.png', codec: 'png' }],
    ['frames/%03d.jpg', { kind: 'images', name: '%03d.jpg', codec: 'mjpeg' }],
    ['a.m3u8', { kind: 'playlist', codec: 'libx264' }],
    ['rtmp://host/live', { kind: 'live', name: 'rtmp://host/live', format: 'flv' }],
  ])('%s says what is written', (path, expected) => {
    expect(parse(path)).toMatchObject(expected);
  });

  test('can be overridden by a codec and a format', () => {
    expect(parse('a.mp4', 'libx265')).toMatchObject({ codec: 'libx265' });
    expect(parse('-', '', 'nut')).toMatchObject({ kind: 'live', name: 'pipe:1', format: 'nut' });
  });

  test.each([
    ['one picture for all frames', 'a.png', /a\/ or .*%05d\.png/],
    ['numbers in the name of a film', '%05d.mp4', /only images are numbered/],
    ['two numbers', '%03d-%03d.png', /a name with one number/],
    ['no ending', 'video', /\.mp4/],
    ['a pipe without a format', '-', /format: nut/],
  ])('with %s is refused with what to write instead', (_, path, message) => {
    expect(() => parse(path)).toThrow(message);
  });
});

test('files that belong to an output are told from others', () => {
  const names = ['a-00001.png', 'a-100000.png', 'a-1.png', 'a-000001.png', 'b-00001.png', 'a-x.png', 'a-%05d.png'];
  const matched = names.filter((name) => numbered('a-%05d.png').test(name));
  expect(matched).toEqual(['a-00001.png', 'a-100000.png', 'a-%05d.png']);
  expect(['0.png', '7.png', '10.png', '07.png'].filter((name) => numbered('%d.png').test(name))).toEqual([
    ...['0.png', '7.png', '10.png'],
  ]);
  expect(
    ['a~23~1-00001.ts', 'a#1-00001.ts', 'a~23~1-init.m4s'].filter((name) => segments('a#1.m3u8').test(name)),
  ).toEqual(['a~23~1-00001.ts', 'a~23~1-init.m4s']);
  const ofPlaylists = [
    'a-00001.ts',
    'a-0_00001.m4s',
    'a-init_0.m4s',
    'a.ts',
    'b-00001.ts',
    'a-intro.ts',
    'a-20240101.ts',
  ];
  expect(ofPlaylists.filter((name) => segments('a.m3u8').test(name))).toEqual(ofPlaylists.slice(0, 3));
});

test('names of segments are the same in an address, and differ where those of playlists do', () => {
  for (const name of ['a b', 'a:b', '#1', 'a?b', '100%', 'a%20d', 'p$q', "it's", '<&>', 'a\nb', 'a~b', 'ü', '日本'])
    expect(new URL(segmentStem(`${name}.m3u8`), 'http://a/').pathname).toBe(
      `/${encodeURI(segmentStem(`${name}.m3u8`))}`,
    );
  expect(segmentStem('a~20~b.mpd')).not.toBe(segmentStem('a b.mpd'));
});
