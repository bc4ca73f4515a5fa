import { describe, expect, test } from '@jest/globals';
import type { Clip } from '../../../operators/ffmpeg/clip.js';
import { decodingArguments, expectedFrames, type Decoding } from '../../../operators/ffmpeg/decoding-arguments.js';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import type { Input } from '../../../operators/ffmpeg/input.js';
import { decoding } from './decoding.js';

const ffmpeg = await ffmpegInUse();
const file: Input = { kind: 'file', args: ['-i', 'file:a.mp4'], stdin: false };
const clip = { rate: 25, seconds: 10, frames: 250, variable: false, indexed: true } as unknown as Clip;
const line = (settings: Partial<Decoding>, own: Partial<Clip> = {}): string =>
  decodingArguments({ ...decoding, ...settings }, file, { ...clip, ...own }, ffmpeg).join(' ');

describe('ffmpeg is told', () => {
  test('to jump to the start before it opens a file with an index, and where to end', () => {
    expect(line({ start: 3, length: 2 })).toMatch(/-ss 3 -i file:a\.mp4 .*trim=end=2,/);
    expect(line({})).not.toMatch(/-ss|trim/);
  });

  test('to decode all frames before the start where a jump could lose some', () => {
    const whole = line({ start: 3, length: 2 }, { indexed: false });
    expect(whole).toMatch(/trim=start=3:end=5,setpts=PTS-3\/TB/);
    expect(whole).not.toMatch(/-ss/);
  });

  test('the decoder that keeps the transparency of a WebM', () => {
    expect(line({}, { decoder: 'libvpx-vp9' })).toMatch(/-c:v libvpx-vp9 -i /);
  });

  test('to change the rate only where one is set', () => {
    expect(line({ fps: 12 })).toMatch(/fps=12/);
    expect(line({})).not.toMatch(/fps=/);
  });

  test('to fill the size and cut, or to fit into it and pad', () => {
    expect(line({ size: [64, 48], fit: 'crop' })).toMatch(/max\(48,.*crop=48:64/);
    expect(line({ size: [64, 48], fit: 'pad' })).toMatch(/min\(48,.*pad=48:64/);
  });

  test('to join fields, to map a high range and to fill transparent parts only where the clip has them', () => {
    expect(line({}, { interlaced: true })).toMatch(/bwdif/);
    expect(line({ deinterlace: 'off' }, { interlaced: true })).not.toMatch(/bwdif/);
    expect(line({}, { hdr: 'smpte2084' })).toMatch(/tonemap/);
    expect(line({ background: '#0000ff' }, { alpha: true })).toMatch(/r=0:g=0:b=255/);
    expect(line({})).not.toMatch(/bwdif|tonemap|overlay/);
  });
});

test.each([
  ['all that the file has', {}, clip, 250],
  ['those of a part', { start: 4, length: 3 }, clip, 75],
  ['those left after the start', { start: 8 }, clip, 50],
  ['at another rate', { fps: 10 }, clip, 100],
  ['no more than asked for', { frames: 7 }, clip, 7],
  ['unknown for a stream', {}, undefined, undefined],
])('the number of frames to come: %s', (_, settings, own, expected) => {
  expect(expectedFrames({ ...decoding, ...settings }, own)).toBe(expected);
});
