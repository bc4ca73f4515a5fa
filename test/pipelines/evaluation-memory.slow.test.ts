import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { peakOf } from '../../bench/sampled-memory.js';
import { scratch } from './cli/command-line.js';
import { reportIn, trainTiny } from './cli/measuring.js';

const folder = scratch();
const BIN = fileURLToPath(new URL('../../pipelines/cli/bin.js', import.meta.url));

test('an evaluation of 2,048 samples beside as many digits takes the memory of one of 64', async () => {
  await trainTiny(folder);
  const peaks: number[] = [];
  for (const count of [64, 2048]) {
    const words = `evaluate --checkpoint tiny --count ${count} --real ${count} --batch 16 --frames 2 -q --out ${count}`;
    const records = join(folder, `records-${count}`);
    peaks.push(await peakOf([BIN, ...words.split(' '), '--set', `records=${records}`], folder));
    expect(reportIn(folder, `${count}`)).toMatchObject({ videos: count, reals: count });
  }
  console.log(`peak resident memory, MB: ${peaks.map((bytes) => (bytes / 1e6).toFixed(0)).join(' ')}`);
  expect(peaks[1]).toBeLessThan(1.1 * (peaks[0] ?? NaN));
}, 1_800_000);
