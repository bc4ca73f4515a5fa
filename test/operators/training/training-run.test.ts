import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { recipeParameters } from '../../../operators/training/recipe.js';
import { TrainingRun } from '../../../operators/training/training-run.js';
import { disposeState } from '../../../operators/training/training-state.js';
import type { LossOf } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

beforeAll(() => selectBackend('cpu'));
const folder = scratch();

const flat: LossOf = (weights) => ({
  loss: tf.addN(Object.values(weights).map((tensor) => tf.sum<tf.Scalar>(tensor))),
  levels: tf.tensor1d([1]),
});

const settings = () => ({
  ...settingsOf(recipeParameters, { steps: 3 }),
  cascade: smallCascade(),
  start: '',
  checkpoints: folder.path,
  memory: undefined,
  classes: [],
});

test('the state of an item stays what it was while the training goes on, and all memory is freed at the end', async () => {
  const before = tf.memory().numTensors;
  const run = await TrainingRun.open(settings(), testContext());
  const first = await run.take(flat, 2, 0);
  const values = await first.vectors.parameters.data();
  const second = await run.take(flat, 2, 1);
  expect([first.step, second.step]).toEqual([1, 2]);
  expect(await first.vectors.parameters.data()).toEqual(values);
  expect(await second.vectors.parameters.data()).not.toEqual(values);
  disposeState(first);
  disposeState(second);
  run.end();
  expect(tf.memory().numTensors).toBe(before);
});

test('a run that cannot go on frees its memory, and says where it looked', async () => {
  const before = tf.memory().numTensors;
  await expect(TrainingRun.open(settings(), testContext({ first: 2 }))).rejects.toMatchObject({
    code: 'E_CHECKPOINT_MISSING',
  });
  expect(tf.memory().numTensors).toBe(before);
});

test('what the data are is in the state, so that a checkpoint can tell', async () => {
  const upstream = [{ name: 'clips', op: 'data.folder', parameters: {}, settings: { path: 'a' } }];
  const run = await TrainingRun.open(settings(), testContext({ upstream }));
  const state = await run.take(flat, 2, 0);
  expect(state.data).toEqual({ clips: 'data.folder', 'clips.with.path': '"a"' });
  expect(state.recipe).toMatchObject({ optimiser: 'adamw', rate: 0.003, warmup: 0, steps: 3 });
  disposeState(state);
  run.dispose();
});
