import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { askFfprobe } from '../../../operators/ffmpeg/ffprobe.js';
import type { Probed } from '../../../operators/ffmpeg/probed.js';
import { run, scratch } from '../../pipelines/cli/command-line.js';
import { describe, ffmpeg, readWhole, timesOf } from './clips.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);

/** 20 frames of 64×48 at 10 per second: the left half red, the right half green; the upper half darker. */
beforeAll(async () => {
  const half = (colour: string, height: number) => ['-f', 'lavfi', '-i', `color=${colour}:s=32x${height}:r=10:d=2`];
  await ffmpeg(
    ...[...half('0x800000', 24), ...half('0x008000', 24), ...half('0xf00000', 24), ...half('0x00f000', 24)],
    ...['-filter_complex', '[0][1]hstack[a];[2][3]hstack[b];[a][b]vstack,format=rgb24', '-c:v', 'ffv1', at('clip.mkv')],
  );
});

/** Run a document with these steps between the clip and a lossless file, and read what it wrote. */
async function made(name: string, steps: readonly string[], size: [number, number]) {
  const chain = [
    '{ op: video.read, with: { path: clip.mkv, chunk: 6 } }',
    '{ op: video.tensor }',
    ...steps,
    '{ op: video.frames }',
    `{ op: video.write, with: { path: ${name}.mkv, codec: ffv1 } }`,
  ];
  writeFileSync(
    at(`${name}.yaml`),
    `hpdm: 1\nnodes:\n  all:\n    chain:\n${chain.map((step) => `      - ${step}\n`).join('')}`,
  );
  const { status, stderr } = await run(folder, ['run', `${name}.yaml`, '-q']);
  expect([status, stderr]).toEqual([0, '']);
  const { width, height, count, data, timing } = await readWhole({ path: at(`${name}.mkv`), size: [...size] });
  expect([height, width, count, timing?.rate]).toEqual([...size, 20, 10]);
  return (row: number, column: number, frame = 0): number[] => {
    const pixel = ((frame * height + row) * width + column) * 3;
    return [...data.subarray(pixel, pixel + 3)].map((value) => Math.round(value / 16));
  };
}

test('a part of a clip, turned and enlarged, is a clip of the same length', async () => {
  // the lower right quarter and as much of the others: 24 rows, 32 columns from row 20 and column 28
  const steps = [
    '{ op: video.crop, with: { size: [24, 32], corner: [20, 28] } }',
    '{ op: video.rotate, with: { quarters: 1 } }',
    '{ op: video.resize, with: { size: [64, 48] } }',
  ];
  const pixel = await made('part', steps, [64, 48]);
  // after a quarter clockwise, left is what was below; above, what was left
  expect([pixel(0, 0), pixel(0, 47), pixel(63, 0), pixel(63, 47), pixel(63, 0, 19)]).toEqual([
    [15, 0, 0],
    [8, 0, 0],
    [0, 15, 0],
    [0, 8, 0],
    [0, 15, 0],
  ]);
});

test('noise changes a clip by its strength, and another seed by other noise', async () => {
  const steps = ['{ op: noise.at, with: { sigma: 0.5 } }', '{ op: video.clamp }'];
  const pixel = await made('noisy', steps, [48, 64]);
  const greens = Array.from(
    { length: 48 * 64 * 20 },
    (_, i) => pixel(Math.floor(i / 64) % 48, i % 64, Math.floor(i / 3072))[1],
  );
  // of a left half without green, half of the noise is cut off
  const dark = greens.filter((_, i) => i % 64 < 32);
  expect(dark.filter((value) => value === 0).length / dark.length).toBeCloseTo(0.5, 1);
  expect(new Set(dark).size).toBeGreaterThan(10);
});

test.each([
  ['nearest', 25, 50],
  ['average', 4, 8],
])('the %s frames at %d per second last as long as the clip, and keep its sound', async (method, rate, count) => {
  await ffmpeg('-i', at('clip.mkv'), '-f', 'lavfi', '-i', 'sine=d=2', '-c:v', 'copy', at(`${method}.mkv`));
  const chain = [
    `{ op: video.read, with: { path: ${method}.mkv, chunk: 7 } }`,
    `{ op: video.rate, with: { rate: ${rate}, method: ${method}, chunk: 3 } }`,
    `{ op: video.write, with: { path: ${method}.mp4 } }`,
  ];
  writeFileSync(
    at('rate.yaml'),
    `hpdm: 1\nnodes:\n  all:\n    chain:\n${chain.map((step) => `      - ${step}\n`).join('')}`,
  );
  expect(await run(folder, ['run', 'rate.yaml', '-q'])).toMatchObject({ status: 0, stderr: '' });
  const clip = await readWhole({ path: at(`${method}.mp4`) });
  expect([clip.count, clip.timing?.rate]).toEqual([count, rate]);
  const times = await timesOf(at(`${method}.mp4`));
  expect(times.at(-1)).toBeCloseTo((count - 1) / rate, 3);
  expect(await describe(at(`${method}.mp4`))).toMatch(/Audio: aac/);
});

/** When the first picture of a file is shown, and when its sound is first louder than a tenth, in seconds. */
async function begins(file: string): Promise<[picture: number, tone: number]> {
  const asked = ['-select_streams', 'V:0', '-show_packets', '-show_entries', 'packet=pts_time', '-show_format'];
  const answer = await askFfprobe([...asked, `file:${at(file)}`], new AbortController().signal);
  if (!('json' in answer)) throw new Error(answer.said);
  const { packets = [], format } = answer.json as Probed & { readonly format?: { readonly start_time?: string } };
  const from = Number(format?.start_time ?? 0);
  const picture = Math.min(...packets.map(({ pts_time }) => Number(pts_time))) - from;
  await ffmpeg('-i', at(file), '-map', '0:a', '-af', 'aresample=8000:async=1:first_pts=0', '-f', 'u8', at('sound.raw'));
  return [picture, readFileSync(at('sound.raw')).findIndex((sample) => Math.abs(sample - 128) > 12) / 8000];
}

test('a part of a clip has the sound of that part, wherever its pictures can be decoded alone', async () => {
  // one key frame at 0; a second of tone from 3 s on
  const tone = ['-f', 'lavfi', '-i', "aevalsrc='0.5*sin(3000*t)*between(t,3,4)':d=5:s=44100"];
  const picture = ['-f', 'lavfi', '-i', 'testsrc=s=64x48:r=25:d=5', '-pix_fmt', 'yuv420p', '-g', '250'];
  await ffmpeg(...picture.slice(0, 4), ...tone, ...picture.slice(4), '-c:a', 'aac', at('tone.mp4'));
  for (const name of ['part.mp4', 'part.mkv', 'part.ts', 'part.webm']) {
    const read = '{ op: video.read, with: { path: tone.mp4, start: 2.5, length: 2 } }';
    writeFileSync(
      at('tone.yaml'),
      `hpdm: 1\nnodes:\n  all:\n    chain:\n      - ${read}\n      - { op: video.write, with: { path: ${name} } }\n`,
    );
    expect(await run(folder, ['run', 'tone.yaml', '-q'])).toMatchObject({ status: 0, stderr: '' });
    const [first, heard] = await begins(name);
    // a packet of AAC lasts 23 ms
    expect({ name, first, heard }).toEqual({ name, first: expect.closeTo(0, 1), heard: expect.closeTo(0.5, 1) });
  }
});

test('the first frames of an endless source are taken, and put together as videos of one grid', async () => {
  const document = `hpdm: 1
nodes:
  all:
    chain:
      - { op: video.read, with: { path: 'lavfi:testsrc2=s=32x24:r=10', chunk: 4 } }
      - { op: video.tensor }
      - { op: stream.take, with: { count: 5 } }
      - { op: stream.batch, with: { size: 2, last: drop } }
      - { op: video.frames, with: { gap: 0 } }
      - { op: video.write, with: { path: grid.mkv, codec: ffv1 } }
`;
  writeFileSync(at('grid.yaml'), document);
  expect(await run(folder, ['run', 'grid.yaml', '-q'])).toMatchObject({ status: 0, stderr: '' });
  // two batches of two clips of 4 frames side by side; the fifth clip is left out
  const { count, width, height } = await readWhole({ path: at('grid.mkv') });
  expect([count, height, width]).toEqual([8, 24, 64]);
});
