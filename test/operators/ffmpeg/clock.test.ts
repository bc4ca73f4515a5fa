import { describe, expect, test } from '@jest/globals';
import type { Clip } from '../../../operators/ffmpeg/clip.js';
import { Clock } from '../../../operators/ffmpeg/clock.js';
import type { Decoding } from '../../../operators/ffmpeg/decoding-arguments.js';
import type { Input } from '../../../operators/ffmpeg/input.js';
import { decoding } from './decoding.js';

const file: Input = { kind: 'file', args: ['-i', 'file:a.mp4'], stdin: false };
const images: Input = { ...file, kind: 'images' };
const clip = { rate: 10, variable: false, sound: true } as unknown as Clip;

function clockOf(settings: Partial<Decoding>, own: Clip | undefined = clip, input: Input = file) {
  const warnings: string[] = [];
  const clock = new Clock(input, { ...decoding, ...settings }, own, (message) => warnings.push(message));
  return { clock, warnings };
}

describe('the times of frames', () => {
  test('are a rate where the clip keeps it, with the place of its sound', () => {
    const { clock, warnings } = clockOf({ start: 2 });
    expect(clock.of([0, 0.1, 0.2])).toEqual({ rate: 10, count: 3, source: { args: file.args, start: 2 } });
    expect(warnings).toEqual([]);
  });

  test('are told one by one where they differ, from the first frame of the clip on', () => {
    const { clock } = clockOf({}, { ...clip, rate: 8, variable: true, sound: false });
    expect(clock.of([1, 1.1])).toMatchObject({ rate: 8, times: [0, expect.closeTo(0.1)], count: 2 });
    expect(clock.of([1.5])?.times).toEqual([0.5]);
  });

  test('are not known for pictures without a rate', () => {
    expect(clockOf({}, clip, images).clock.of([0, 0.04])).toBeUndefined();
    expect(clockOf({ fps: 12 }, clip, images).clock.of([0, 0.04])).toEqual({ rate: 12, count: 2 });
  });

  test('that leave the rate are reported once, with the second where they do', () => {
    const { clock, warnings } = clockOf({});
    clock.of([0, 0.1, 0.5]);
    clock.of([0.9, 1.3]);
    expect(warnings).toEqual([expect.stringContaining('at 0.20 s')]);
  });
});
