import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { SamplingRecord } from '../../../../pipelines/cli/sample/sampling-record.js';
import {
  beginIn,
  forget,
  hasFinished,
  isOf,
  recordOfUnfinished,
  unfinishedFolder,
} from '../../../../pipelines/cli/sample/unfinished.js';
import { smallCascade } from '../../../cascade.js';
import { scratch } from '../command-line.js';

const folder = scratch();
const record = (seed: number): SamplingRecord => ({
  hpdm: '0',
  parts: { condition: 'none', fromFile: false, showLevels: false, separate: false },
  parameters: { seed, count: 1 },
  cascade: smallCascade(),
  hashes: { cascade: 'a', checkpoint: 'b' },
});

test('is beside the video; a stream has none', () => {
  expect(unfinishedFolder('out/fox.mp4')).toBe(join('out', '.fox.mp4.unfinished'));
  expect(unfinishedFolder('out/frames/')).toBe(join('out', '.frames.unfinished'));
  expect([unfinishedFolder('-'), unfinishedFolder('rtmp://here/x')]).toEqual([undefined, undefined]);
});

test('each share has its own', () => {
  const folders = [0, 1].map((index) => unfinishedFolder('out/{n}.mp4', { index, of: 2 }));
  expect(folders).toEqual(
    ['.{n}.mp4.0-of-2.unfinished', '.{n}.mp4.1-of-2.unfinished'].map((name) => join('out', name)),
  );
});

test('goes on with the same sampling alone, and names what is another', async () => {
  const place = join(folder, '.a.unfinished');
  await beginIn(place, record(1), false);
  expect(hasFinished(place)).toBe(false);
  writeFileSync(join(place, 'level-0-slab-0.safetensors'), '');
  expect(hasFinished(place)).toBe(true);
  expect([isOf(place, record(1)), isOf(place, record(2)), isOf(join(folder, 'none'), record(1))]).toEqual([
    ...[true, false, false],
  ]);
  await beginIn(place, record(1), true);
  expect(hasFinished(place)).toBe(true);
  await expect(beginIn(place, record(2), true)).rejects.toMatchObject({
    code: 'E_RESUME',
    message: expect.stringContaining('seed'),
  });
  await beginIn(place, record(2), false);
  expect(hasFinished(place)).toBe(false);
  expect(readFileSync(recordOfUnfinished(place, 'a'), 'utf8')).toContain('"seed": 2');
  await forget(place);
  expect(existsSync(place)).toBe(false);
});

test('says where there is nothing to go on with, and where the video is complete', () => {
  const place = join(folder, '.b.unfinished');
  expect(() => recordOfUnfinished(place, join(folder, 'b.mp4'))).toThrow('got       none');
  mkdirSync(join(folder, 'b.mp4'));
  expect(() => recordOfUnfinished(place, join(folder, 'b.mp4'))).toThrow('the video is complete');
});

test('of a folder for each video, it is beside these folders', () => {
  expect(unfinishedFolder('out/{prompt}/%03d.png')).toBe(join('out', '.{prompt}~%03d.png.unfinished'));
  expect(unfinishedFolder('{seed}/{n}/')).toBe('.{seed}~{n}.unfinished');
  expect(unfinishedFolder('/a b/{n}.mp4', { index: 1, of: 3 })).toBe('/a b/.{n}.mp4.1-of-3.unfinished');
});
