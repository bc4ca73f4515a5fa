import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Frames } from '../../../operators/values/frames.js';
import type { Stream } from '../../../operators/ffmpeg/probed.js';
import { compare } from '../../../operators/ffmpeg/installed.js';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import { askFfprobe } from '../../../operators/ffmpeg/ffprobe.js';
import { lacks } from '../../../operators/ffmpeg/lacks.js';
import { ffmpeg, readAll, scratch } from './clips.js';
import { HEIGHT, WIDTH, colourError, numberedFrames, numbersOf } from './numbered-frames.js';
import { COUNT, REAL_FILES, unevenTime, type RealFile } from './real-files.js';

const { signal } = new AbortController();
const { folder, remove } = scratch();
const at = (name: string): string => join(folder, name);
const program = await ffmpegInUse();
const missing = await lacks(program);
/** libavformat of ffmpeg 6, which sets the rotation of a copy by an option; older ones take it from a tag. */
const rotatesInputs = compare(program.library, [60]) >= 0;

beforeAll(() => {
  writeFileSync(at('numbered.rgb'), numberedFrames(COUNT));
});
afterAll(remove);

/** Make a file step by step. */
async function made({ name, make, rate = 25 }: RealFile): Promise<string> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-video_size', `${WIDTH}x${HEIGHT}`, '-framerate', `${rate}`];
  const steps = [make].flat();
  const files = steps.map((_, i) => at(i === steps.length - 1 ? name : `step${i}-${name}`));
  for (const [i, step] of steps.entries()) {
    const [before = '', out = ''] = [files[i - 1], files[i]];
    const [, angle] = /^TURN (\d+)$/.exec(step) ?? [];
    if (step === 'JOIN') writeFileSync(out, Buffer.concat(files.slice(0, i).map((file) => readFileSync(file))));
    else if (angle !== undefined) await ffmpeg(...turned(angle, before), out);
    else if (i === 0) await ffmpeg(...raw, '-i', at('numbered.rgb'), ...step.split(' '), out);
    else await ffmpeg(...step.split(' ').map((word) => (word === '{}' ? before : word)), out);
  }
  return at(name);
}

const turned = (angle: string, file: string): string[] =>
  rotatesInputs
    ? ['-display_rotation', angle, '-i', file, '-c', 'copy']
    : ['-i', file, '-c', 'copy', '-metadata:s:v', `rotate=${(360 - Number(angle)) % 360}`];

/** The time of every frame in seconds, whether its items tell it or have a constant rate. */
const timesOf = (items: readonly Frames[]): number[] => {
  let count = 0;
  return items.flatMap(({ timing, count: length }) => {
    const first = count;
    count += length;
    return timing?.times ?? Array.from({ length }, (_, k) => (first + k) / (timing?.rate ?? Infinity));
  });
};

/** The time of the first frame of a file that has sound before it, in seconds. */
async function firstTime(path: string): Promise<number> {
  const answer = await askFfprobe(['-show_format', '-show_streams', '-select_streams', 'V:0', path], signal);
  if (!('json' in answer)) throw new Error(answer.said);
  const { format, streams } = answer.json as Record<'format', { start_time?: string }> & { streams: [Stream] };
  return Number(streams[0].start_time ?? 0) - Number(format.start_time ?? 0);
}

const lacking = ({ needs = [] }: RealFile): boolean => needs.some((need) => missing.includes(need));
for (const file of REAL_FILES.filter(lacking)) {
  console.warn(`skipped: ${file.name}, since ffmpeg ${program.version} lacks one of ${file.needs?.join(', ')}`);
}

describe.each(REAL_FILES.filter((file) => !lacking(file)))('$name: $what', (file) => {
  const { numbers = Array.from({ length: COUNT }, (_, k) => k), rate = 25, times, error = 2 } = file;
  let items: Frames[] = [];

  test('every frame once, in order, at its time, in its colours', async () => {
    // the memory of an item is used again after it
    items = (await readAll({ path: await made(file), chunk: 16 })).map((item) => ({
      ...item,
      data: item.data.slice(),
    }));
    expect(items.flatMap(numbersOf)).toEqual(numbers);
    const [first] = items;
    expect(first && colourError(first)).toBeLessThanOrEqual(error);
    if (times === 'none' || times === 'other') return;
    const expected = numbers.map((number, k) => (times === 'uneven' ? unevenTime(number) : k / rate));
    timesOf(items).forEach((time, k) => {
      expect(Math.abs(time - (expected[k] ?? NaN))).toBeLessThan(0.002);
    });
  });

  const part = times === 'none' || times === 'other' || numbers.length === 1 ? test.skip : test;
  part('a part holds the frames of that part', async () => {
    const [start, length] = [0.6, 0.6];
    const cut = await readAll({ path: at(file.name), start, length });
    const [all, begins] = [items.flatMap(numbersOf), await firstTime(at(file.name))];
    const inside = timesOf(items).map((time) => time + begins >= start && time + begins < start + length);
    expect(cut.flatMap(numbersOf)).toEqual(all.filter((_, k) => inside[k]));
  });
});
