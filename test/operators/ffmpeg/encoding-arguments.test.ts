import { describe, expect, test } from '@jest/globals';
import {
  checkSize,
  encodingArguments,
  type Encoding,
  type Feed,
} from '../../../operators/ffmpeg/encoding-arguments.js';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import { parseTarget } from '../../../operators/ffmpeg/target.js';
import { videoWrite } from '../../../operators/video/write.js';
import { settingsOf } from '../../context.js';

const ffmpeg = await ffmpegInUse();
const frame = { width: 64, height: 48, channels: 3 } as const;
const plain: Encoding = settingsOf(videoWrite.with, { path: 'a.mp4' });
const steady: Feed = { rate: 24, timed: false, evened: false, paced: false };
const line = (path: string, encoding: Partial<Encoding> = {}, feed: Partial<Feed> = {}, codec = ''): string => {
  const target = parseTarget(path, codec, '', 'with.path');
  return encodingArguments(frame, target, { ...plain, ...encoding }, { ...steady, ...feed }, '/tmp/a', ffmpeg).join(
    ' ',
  );
};

describe('ffmpeg is told', () => {
  test('what the raw frames are', () => {
    expect(line('a.mp4')).toMatch(/-f rawvideo -pix_fmt rgb24 -video_size 64x48 -framerate 24 -i pipe:0/);
  });

  test('the quality in the words of each encoder', () => {
    expect(line('a.mp4')).toMatch(/-c:v libx264 -crf 18 -preset medium/);
    expect(line('a.webm')).toMatch(/-c:v libvpx-vp9 -crf 18 -b:v 0/);
    expect(line('a.webm', {}, {}, 'vp8')).toMatch(/-c:v libvpx -crf 18 -b:v 100M/);
  });

  test('which colours it gets, so that players show them as they were', () => {
    expect(line('a.mp4')).toMatch(/out_color_matrix=bt709.*-colorspace bt709/);
    expect(line('frames/')).not.toMatch(/bt709/);
    expect(line('a.mov', {}, {}, 'prores_ks')).toMatch(/out_color_matrix=bt709.*-colorspace bt709/);
    expect(line('a.mp4', {}, {}, 'hevc_nvenc')).toMatch(/out_color_matrix=bt709.*format=yuv420p.*-colorspace bt709/);
    expect(line('a.webm', {}, {}, 'vp8')).toMatch(/out_color_matrix=smpte170m.*-colorspace smpte170m/);
    expect(line('a.avi', {}, {}, 'rawvideo')).toMatch(/-vf format=bgr24 /);
  });

  test('what the file says of itself', () => {
    expect(line('a.mp4', { comment: 'seed=7; a "fox"' })).toMatch(/-metadata comment=seed=7; a "fox"/);
    expect(line('a.mp4')).not.toMatch(/-metadata/);
  });

  test('to enlarge to hard pixels', () => {
    expect(line('a.mp4', { scale: 4 })).toMatch(/scale=iw\*4:ih\*4:flags=neighbor/);
  });

  test('to keep the times of frames that have them, or to make them even', () => {
    expect(line('a.mp4', {}, { timed: true })).toMatch(/-f matroska -i pipe:0 .*-enc_time_base 1:60000/);
    expect(line('a.mp4', {}, { timed: true, evened: true })).toMatch(/-r 24/);
  });

  test("the user's own arguments last, before the output", () => {
    expect(line('a.mp4', { extra: ['-tune', 'grain'] })).toMatch(/-tune grain file:\/tmp\/a\/a\.mp4$/);
  });
});

test('an odd size is refused where colours are halved, with what to do', () => {
  const odd = { ...frame, width: 63 };
  const check = (path: string, encoding: Partial<Encoding> = {}) => {
    checkSize(odd, parseTarget(path, '', '', 'with.path'), { ...plain, ...encoding }, 'in.frames');
  };
  expect(() => {
    check('a.mp4');
  }).toThrow(/E_ODD_SIZE[^]*width 62 or 64[^]*scale: 2/);
  expect(() => {
    check('a.gif');
    check('a.mp4', { scale: 2 });
    check('a.mp4', { pixelFormat: 'yuv444p' });
  }).not.toThrow();
});
