import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { formatRuns } from '../../../pipelines/cli/runs-command.js';
import { run, scratch } from './command-line.js';

const folder = scratch();

test('runs are lines of a table whose columns line up', () => {
  const common = { seconds: 90, optimiser: 'adamw', clips: 32, heldOut: [] };
  const table = formatRuns([
    { ...common, folder: 'out/a', step: 20, steps: 600, rate: 0.003, loss: [0.5, 0.25], best: 'step-0000020' },
    { ...common, folder: 'out/longer', step: 1000, loss: [0.125, 0.1], heldOut: [0.2, 0.3] },
  ]);
  const lines = table.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^out\/a +20\/600 +1 min 30 s +adamw +0\.003 +32 +0\.500 0\.250 +step-0000020$/);
  expect(
    lines.map((line) => line.indexOf(line.includes('0.200') ? '0.200' : 'held')).filter((at) => at > 0),
  ).toHaveLength(2);
  expect(lines[2]?.indexOf('0.200')).toBe(lines[0]?.indexOf('held out'));
});

test('a folder that holds runs shows those in it', async () => {
  const args = ['train', '--cascade', 'tiny.yaml', '--batch', '1', '--steps', '2', '--out', 'out/mine', '-q'];
  expect(await run(folder, args)).toMatchObject({ status: 0 });
  mkdirSync(join(folder, 'out/cache'));
  const { status, stdout } = await run(folder, ['runs', 'out']);
  expect(status).toBe(0);
  expect(stdout.trimEnd().split('\n').slice(1)).toEqual([expect.stringMatching(/^out\/mine +2\/2 /)]);
});

test('a folder that does not exist is said, also beside one with runs', async () => {
  const { status, stderr } = await run(folder, ['runs', 'out', 'oot']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/E_CHECKPOINT_MISSING[^]*got +oot\n/);
});

test('folders without a run are an error that says what makes one', async () => {
  const { status, stderr } = await run(folder, ['runs', '.']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/E_CHECKPOINT_MISSING[^]*hpdm train --out/);
});
