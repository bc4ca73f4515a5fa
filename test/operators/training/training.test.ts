import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { Training, type LossOf } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { trainingSettings } from './settings.js';

beforeAll(() => selectBackend('cpu'));

/** A loss with gradient `slope` at every weight. */
const plane =
  (slope: number): LossOf =>
  (weights) => ({
    loss: tf.mul(tf.addN(Object.values(weights).map((tensor) => tf.sum<tf.Scalar>(tensor))), slope),
    levels: tf.tensor1d([1, 2, 3]),
  });

test('a step reports its number, the loss of every level, and the norm of the gradient', async () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  const count = training.state().parameters.size;
  const report = await training.update(plane(2), 4, trainingSettings);
  expect(report).toMatchObject({ step: 1, levels: [1, 2, 3] });
  expect(report.norm / (2 * Math.sqrt(count))).toBeCloseTo(1, 4);
  training.dispose();
});

test('steps hold no more memory than the vectors of the run', async () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  const before = tf.memory().numTensors;
  await training.update(plane(1), 1, trainingSettings);
  await training.update(plane(1), 1, trainingSettings);
  expect(tf.memory().numTensors).toBe(before);
  training.dispose();
  expect(tf.memory().numTensors).toBe(before - 4);
});

test('a loss that is not a number ends the run, and the error says at which step', async () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  await expect(training.update(plane(NaN), 1, trainingSettings)).rejects.toMatchObject({ code: 'E_LOSS' });
  training.dispose();
});

test('parameters that decay come first in the vectors', () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  const decays = training.declarations.map(({ decay }) => decay);
  expect(decays.lastIndexOf(true)).toBe(decays.indexOf(false) - 1);
  training.dispose();
});
