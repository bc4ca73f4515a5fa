import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tf } from '../../../operators/tensor/tf.js';
import { latestCheckpoint } from '../../../operators/training/checkpoints.js';
import { keepWeights, keptWeights } from '../../../operators/training/kept-weights.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const cascade = smallCascade();

async function saved(name: string, seed: number): Promise<string> {
  const training = new Training(cascade, seed, 'adamw');
  const state = training.snapshot();
  await saveTraining(state, join(folder.path, name), 1);
  disposeState(state);
  training.dispose();
  return join(folder.path, name);
}

test('weights stay loaded until a run asks for others, or their file has changed', async () => {
  await selectBackend('cpu');
  const [one, two] = [await saved('one', 1), await saved('two', 2)];
  const weightsOf = (path: string) => keptWeights(cascade, path, 'average', 'float32');
  const latents = async (path: string) => (await weightsOf(path))['latents'] as tf.Tensor;
  const before = tf.memory().numTensors;
  const freed = await weightsOf(one);
  for (const weight of Object.values(freed)) weight.dispose();
  expect(tf.memory().numTensors).toBe(before);

  keepWeights();
  const first = await latents(one);
  const count = tf.memory().numTensors - before;
  // a run that frees its network frees nothing of these
  expect([Object.values(await weightsOf(one)), first.isDisposed]).toEqual([[], false]);
  keepWeights();
  expect(await latents(one)).toBe(first);
  // another network beside it in the same run
  const second = await latents(two);
  expect([first.isDisposed, second.isDisposed]).toEqual([false, false]);
  expect(tf.memory().numTensors).toBe(before + 2 * count);
  keepWeights();
  expect(await latents(two)).toBe(second);
  expect(first.isDisposed).toBe(true);
  utimesSync(join(latestCheckpoint(two), 'model.safetensors'), 1, 1);
  keepWeights();
  const again = await latents(two);
  expect([again === second, second.isDisposed]).toEqual([false, true]);
  expect(again.shape).toEqual(second.shape);
  expect(tf.memory().numTensors).toBe(before + count);
});
