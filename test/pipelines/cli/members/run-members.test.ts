import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readMetrics } from '../../../../operators/training/metrics-log.js';
import { scratch, spawned, spawnedUntil } from '../command-line.js';
import { membersOf } from './members-of.js';

const folder = scratch();
const train = (out: string, ...more: string[]): string[] => [
  ...['train', '--cascade', 'tiny.yaml', '--batch', '8', '--steps', '8', '--every', '2', '--preview', '0', '--out'],
  ...[out, ...more],
];

/** The losses of all steps. */
const losses = (out: string): number[] => readMetrics(join(folder, out)).map((row) => row['loss'] ?? NaN);

const TWO = ['--members', '2', '--quiet'];
const SILENT = { TF_CPP_MIN_LOG_LEVEL: '3' };

test('two members train as one process does, and one goes on where two stopped', () => {
  expect(spawned(folder, train('two', ...TWO), SILENT)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(spawned(folder, train('both', ...TWO, '--set', 'left=4'), SILENT).status).toBe(0);
  expect(spawned(folder, train('both', '--resume')).status).toBe(0);
  expect(spawned(folder, train('one')).status).toBe(0);
  const [two, both, one] = [losses('two'), losses('both'), losses('one')];
  expect([two.length, both.slice(0, 4)]).toEqual([8, two.slice(0, 4)]);
  // the same sums in another order; AdamW's first steps make differences of small gradients larger
  for (let i = 0; i < 8; i++) {
    expect(Math.abs((two[i] ?? NaN) / (one[i] ?? NaN) - 1)).toBeLessThan(i < 4 ? 1e-6 : 1e-5);
    expect(Math.abs((both[i] ?? NaN) / (one[i] ?? NaN) - 1)).toBeLessThan(i < 4 ? 1e-6 : 1e-5);
  }
});

test('when a member is killed, all begin again from the last checkpoint, and every step is that of the undisturbed run', async () => {
  const args = train('killed', '--members', '2', '--events', '-');
  const { status, stderr } = await spawnedUntil(folder, args, /"wrote".*step-0000002/, (launcher) => {
    process.kill(membersOf(launcher)[1] ?? 0, 'SIGKILL');
  });
  expect(stderr).toMatch(
    /member 1 of 2 was ended by SIGKILL \(if its memory ran out: .*hpdm plan says how much\)\nall begin again from the last checkpoint \(1 of 3\)/,
  );
  expect(status).toBe(0);
  expect(losses('killed')).toEqual(losses('two'));
});

test('clips that they cannot share evenly are refused before anything is started', () => {
  const { status, stderr } = spawned(folder, train('odd', '--members', '3'));
  expect(status).toBe(2);
  expect(stderr).toMatch(/batch: a multiple of 3/);
});
