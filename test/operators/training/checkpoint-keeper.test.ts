import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { CheckpointKeeper } from '../../../operators/training/checkpoint-keeper.js';
import { Lent } from '../../../operators/training/lent.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch, withSmallDisk } from '../disk/scratch.js';

const folder = scratch();
let training: Training;
beforeEach(async () => {
  await selectBackend('cpu');
  training = new Training(smallCascade(), 0, 'lamb');
});
afterEach(() => training.dispose());

const interval = { every: 100, minutes: 0, keep: 3, best: false };

/** Show a keeper the state after a step and an item. */
async function see(keeper: CheckpointKeeper, step: number, items = step): Promise<void> {
  training.count({ step, items });
  const state = training.snapshot();
  await keeper.see(state);
  disposeState(state);
}

test('a checkpoint is due after so many minutes, too', async () => {
  const keeper = new CheckpointKeeper(
    folder.path,
    { ...interval, minutes: 1e-9 },
    { node: 'checkpoint', warn: () => undefined, wrote: () => undefined },
  );
  await see(keeper, 7);
  expect(readdirSync(folder.path)).toEqual(['step-0000007']);
  await keeper.finish();
});

test('of vectors that members divide, those are written that are whole for the node, and not held', async () => {
  const say = { node: 'checkpoint', warn: () => undefined, wrote: () => undefined };
  const keeper = new CheckpointKeeper(folder.path, { ...interval, every: 1 }, say);
  const before = tf.memory().numTensors;
  for (const [step, wholeFor] of [[], ['preview'], ['preview', 'checkpoint']].entries()) {
    training.count({ step, items: step });
    const lent = new Lent();
    const state = { ...training.snapshot(), wholeFor, lent };
    await keeper.see(state);
    disposeState(state);
    await lent.returned;
  }
  expect(readdirSync(folder.path)).toEqual(['step-0000002']);
  await keeper.finish();
  expect(tf.memory().numTensors).toBe(before);
});

test('items that complete no step write nothing, and no memory is held after the end', async () => {
  const before = tf.memory().numTensors;
  const keeper = new CheckpointKeeper(
    folder.path,
    { ...interval, every: 1 },
    { node: 'checkpoint', warn: () => undefined, wrote: () => undefined },
  );
  await see(keeper, 0, 0);
  await see(keeper, 1, 2);
  await see(keeper, 1, 2);
  await keeper.finish();
  expect(readdirSync(folder.path)).toEqual(['step-0000001']);
  expect(tf.memory().numTensors).toBe(before);
});

test('a full disk at a checkpoint is a warning, and the next one is written when there is room (tried where a small disk can be mounted)', async () => {
  const warnings: string[] = [];
  const tried = await withSmallDisk(folder.path, async () => {
    const keeper = new CheckpointKeeper(
      folder.path,
      { ...interval, every: 1 },
      { node: 'checkpoint', warn: (message) => void warnings.push(message), wrote: () => undefined },
    );
    await see(keeper, 1);
    expect(readdirSync(folder.path)).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/no checkpoint after step 1[^]*E_DISK_FULL/)]);
    await expect(keeper.finish()).rejects.toMatchObject({ code: 'E_DISK_FULL' });
  });
  if (!tried) expect(warnings).toEqual([]);
});
