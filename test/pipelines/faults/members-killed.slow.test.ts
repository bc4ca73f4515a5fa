import { watch } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stream } from '../../../operators/tensor/stream.js';
import { scratch } from '../cli/command-line.js';
import { Gang, lastOf, unfinished, training } from './gang.js';

const folder = scratch();
const STEPS = ['--steps', '150', '--every', '5', '--restarts', '99'];
const FAULTS = 20;
const SEED = 20;

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('members and leaders that are killed or hang at any moment: the bytes are those of the undisturbed run', async () => {
  expect(await new Gang(folder, training('whole', STEPS)).ended).toBe(0);
  const gang = new Gang(folder, training('disturbed', STEPS));
  for (let fault = 0; fault < FAULTS; fault++) {
    const [signal = NaN, rank = NaN, delay = NaN] = stream({ seed: SEED, purpose: 'fault', item: fault }).uniform(3);
    await gang.steps();
    await after(1500 * delay);
    await gang.signalled(rank < 0.5 ? 0 : 1, signal < 0.5 ? 'SIGKILL' : 'SIGSTOP');
  }
  expect(await gang.ended).toBe(0);
  expect(lastOf(folder, 'disturbed')).toEqual(lastOf(folder, 'whole'));
  expect(unfinished(folder, 'disturbed')).toEqual([]);
}, 3_600_000);

test.each([0, 1])(
  'member %i killed while a checkpoint is written: nothing of it stays, and the bytes are the same',
  async (rank) => {
    const gang = new Gang(folder, training(`writing-${rank}`, STEPS));
    await gang.says(/"wrote".*step-0000005/);
    for (let kill = 0; kill < 3; kill++) {
      await writing(join(folder, `writing-${rank}`));
      await gang.signalled(rank, 'SIGKILL');
      if (kill < 2) await gang.steps();
    }
    expect(await gang.ended).toBe(0);
    expect(lastOf(folder, `writing-${rank}`)).toEqual(lastOf(folder, 'whole'));
    expect(unfinished(folder, `writing-${rank}`)).toEqual([]);
  },
  3_600_000,
);

/** Resolves when the temporary folder of a checkpoint appears. */
const writing = (out: string): Promise<void> =>
  new Promise((resolve) => {
    const watcher = watch(out, (_, name) => {
      if (name === null || !/^\.step-\d+\.part-/.test(name)) return;
      watcher.close();
      resolve();
    });
  });
