import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { SamplingRecord } from '../../../../pipelines/cli/sample/sampling-record.js';
import { unmadeVideos } from '../../../../pipelines/cli/sample/unmade-videos.js';
import { smallCascade } from '../../../cascade.js';
import { scratch } from '../command-line.js';

const folder = scratch();
const record = (seed: number): SamplingRecord => ({
  hpdm: '0',
  parts: { condition: 'none', fromFile: false, showLevels: false, separate: true },
  parameters: { seed, count: 8 },
  cascade: smallCascade(),
  hashes: { cascade: 'a', checkpoint: 'b' },
});
const videos = Array.from({ length: 8 }, (_, n) => join(folder, `${n}.mp4`));
const whole = { first: 0, count: 8 };

const write = (n: number, kept: SamplingRecord | string | undefined): void => {
  writeFileSync(join(folder, `${n}.mp4`), 'stands for a video');
  if (kept !== undefined)
    writeFileSync(join(folder, `${n}.json`), typeof kept === 'string' ? kept : JSON.stringify(kept));
};

test('those without a file or without its record are to be made; the others are not', () => {
  expect(unmadeVideos(videos, record(1), whole)).toEqual([whole]);
  for (const n of [1, 2, 5]) write(n, record(1));
  write(6, undefined);
  writeFileSync(join(folder, '7.json'), JSON.stringify(record(1)));
  expect(unmadeVideos(videos, record(1), whole)).toEqual([
    { first: 0, count: 1 },
    { first: 3, count: 2 },
    { first: 6, count: 2 },
  ]);
  expect(unmadeVideos(videos, record(1), { first: 1, count: 2 })).toEqual([]);
});

test('a file of another sampling is refused, with what is another; so is what is no record', () => {
  expect(() => unmadeVideos(videos, record(2), whole)).toThrow(/E_EXISTS[^]*1\.mp4, of a sampling with another seed/);
  expect(unmadeVideos(videos, record(2), { first: 3, count: 2 })).toEqual([{ first: 3, count: 2 }]);
  write(3, '{}');
  expect(() => unmadeVideos(videos, record(1), whole)).toThrow(/E_EXISTS[^]*3\.json, which is no record/);
});
