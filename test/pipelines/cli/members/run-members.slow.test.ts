import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSafetensors } from '../../../../operators/disk/safetensors.js';
import { readMetrics } from '../../../../operators/training/metrics-log.js';
import { Gang, lastOf, training } from '../../faults/gang.js';
import { scratch, spawned } from '../command-line.js';

const folder = scratch();
const STEPS = ['--steps', '60', '--every', '5'];

/** Whether an element is a bias of attention's keys: its true gradient is 0, and AdamW makes steps of its rounding, which change no output. */
const isKeyBias = (name: string, place: number): boolean =>
  name.endsWith('.queryKeyValue.bias')
    ? place >= 1 / 3 && place < 2 / 3
    : name.endsWith('.keyValue.bias') && place < 1 / 2;

/** The relative difference of the weights of two trainings of 20 steps, all in one vector. */
async function weightDifference(out: string, other: string): Promise<number> {
  const [found, expected] = await Promise.all(
    [out, other].map((run) => readSafetensors(join(folder, run, 'step-0000020', 'model.safetensors'))),
  );
  let [difference, size] = [0, 0];
  for (const [name, { data }] of Object.entries(expected?.tensors ?? {})) {
    const theirs = found?.tensors[name]?.data ?? [];
    for (const [i, value] of Array.from(data, Number).entries()) {
      if (isKeyBias(name, i / data.length)) continue;
      difference += (value - Number(theirs[i])) ** 2;
      size += value ** 2;
    }
  }
  return Math.sqrt(difference / size);
}

test('a member or the leader that is killed or hangs: all begin again, and the bytes are those of the undisturbed run', async () => {
  expect(await new Gang(folder, training('whole', STEPS)).ended).toBe(0);
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    for (const rank of [1, 0]) {
      const out = `${signal}-${rank}`;
      const gang = new Gang(folder, training(out, STEPS));
      await gang.says(/"wrote".*step-0000005/);
      await gang.signalled(rank, signal, /all begin again from the last checkpoint \(1 of 3\)/);
      expect(await gang.ended).toBe(0);
      expect(lastOf(folder, out)).toEqual(lastOf(folder, 'whole'));
    }
  }
});

test('1 × 16, 2 × 8 and 4 × 4 clips, two batches per step, are the same training', async () => {
  const args = [
    'train',
    '--cascade',
    'tiny.yaml',
    '--batch',
    '16',
    '--accumulate',
    '2',
    '--steps',
    '20',
    '--preview',
    '0',
  ];
  for (const members of [1, 2, 4]) {
    const { status } = spawned(folder, [...args, '--members', `${members}`, '--out', `m${members}`]);
    expect(status).toBe(0);
  }
  const losses = (members: number): number[] => readMetrics(join(folder, `m${members}`)).map(({ loss = NaN }) => loss);
  const one = losses(1);
  expect(one).toHaveLength(20);
  for (const members of [2, 4]) {
    const worst = Math.max(...losses(members).map((loss, i) => Math.abs(loss / (one[i] ?? NaN) - 1)));
    process.stderr.write(`${members} members: losses within ${worst.toExponential(1)} of those of one\n`);
    expect(worst).toBeLessThan(1e-6);
    expect(await weightDifference(`m${members}`, 'm1')).toBeLessThan(1e-6);
  }
});
