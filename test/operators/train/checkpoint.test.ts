import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainCheckpoint } from '../../../operators/train/checkpoint.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
let training: Training;
beforeEach(async () => {
  await selectBackend('cpu');
  training = new Training(smallCascade(), 0, 'lamb');
});
afterEach(() => training.dispose());

const open = (first = 0) =>
  trainCheckpoint.open(
    settingsOf(trainCheckpoint.with, { path: folder.path, every: 2, steps: 5, keep: 2 }),
    testContext({ first }),
  );

test('every second step and the last one are saved, and the two newest are kept', async () => {
  const stage = await open();
  const seen: string[][] = [];
  for (training.step = 1; training.step <= 5; training.step++) {
    await stage.next({ training }, training.step - 1);
    seen.push(readdirSync(folder.path).map((name) => name.replace(/^step-0+/, '')));
  }
  expect(seen).toEqual([[], ['2'], ['2'], ['2', '4'], ['4', '5']]);
});

test('every checkpoint is said, with its step and size', async () => {
  const context = testContext();
  const settings = settingsOf(trainCheckpoint.with, { path: folder.path, every: 2, steps: 5, keep: 2 });
  const stage = await trainCheckpoint.open(settings, context);
  for (training.step = 1; training.step <= 5; training.step++) await stage.next({ training }, training.step - 1);
  expect(context.written.map(({ facts }) => facts?.['step'])).toEqual([2, 4, 5]);
  const last = join(folder.path, 'step-0000005');
  const bytes = readdirSync(last).reduce((sum, name) => sum + statSync(join(last, name)).size, 0);
  expect(context.written.at(-1)).toEqual({ path: last, bytes, facts: { step: 5 } });
});

test('a run that begins anew does not write among the checkpoints of another; one that goes on does', async () => {
  training.step = 2;
  await (await open()).next({ training }, 1);
  await expect(open()).rejects.toMatchObject({ code: 'E_EXISTS', faults: [{ path: 'nodes.node.with.path' }] });
  await expect(open(2)).resolves.toBeDefined();
});
