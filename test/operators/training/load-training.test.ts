import { afterEach, beforeEach, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { Cascade } from '../../../dsl/index.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { loadTraining, loadWeights, readCheckpointCascade } from '../../../operators/training/load-training.js';
import type { Optimiser } from '../../../operators/training/optimiser.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const opened: Training[] = [];
const training = (cascade: Cascade = smallCascade(), seed = 3, optimiser: Optimiser = 'adamw'): Training => {
  const made = new Training(cascade, seed, optimiser);
  opened.push(made);
  return made;
};
let checkpoint: string;
beforeEach(async () => {
  await selectBackend('cpu');
  const saved = training();
  const parameters = tf.fill<tf.Rank.R1>(saved.state().parameters.shape, 0.5);
  const average = tf.fill<tf.Rank.R1>(parameters.shape, 0.25);
  saved.restore({ parameters, average, mean: tf.clone(parameters), variance: tf.clone(parameters) }, 20);
  checkpoint = await saveTraining(saved, folder.path, 2);
});
afterEach(() => {
  for (const one of opened.splice(0)) one.dispose();
});

const wider = smallCascade({ network: { width: 16 } });

test.each([
  ['another seed', () => training(smallCascade(), 4), 20, 'E_CHECKPOINT_SEED'],
  ['another optimiser', () => training(smallCascade(), 3, 'lamb'), 20, 'E_CHECKPOINT_OPTIMISER'],
  ['another network', () => training(wider), 20, 'E_CHECKPOINT_OTHER'],
  ['another step', training, 10, 'E_CHECKPOINT_STEP'],
])('a run with %s does not go on from the checkpoint', async (_, make, first, code) => {
  const run = make();
  await expect(loadTraining(run, checkpoint, first)).rejects.toMatchObject({ code });
  expect(run.step).toBe(0);
});

test('sampling takes the moving average or the last weights, as asked', async () => {
  const [average, trained] = [
    await loadWeights(smallCascade(), checkpoint, 'average'),
    await loadWeights(smallCascade(), checkpoint, 'trained'),
  ];
  expect(average['latents']?.dataSync()[0]).toBe(0.25);
  expect(trained['latents']?.dataSync()[0]).toBe(0.5);
  await expect(loadWeights(wider, checkpoint, 'average')).rejects.toThrow(/network\.width[^]*expected +16[^]*got +8/);
});

test('a checkpoint says which cascade it was trained for', async () => {
  expect(await readCheckpointCascade(folder.path)).toEqual(smallCascade());
});
