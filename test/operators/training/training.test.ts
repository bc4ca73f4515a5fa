import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { Training, type LossOf } from '../../../operators/training/training.js';
import { disposeState } from '../../../operators/training/training-state.js';
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

/** A loss whose gradient pulls every weight to a value. */
const bowl =
  (middle: number): LossOf =>
  (weights) => ({
    loss: tf.addN(Object.values(weights).map((tensor) => tf.sum<tf.Scalar>(tf.square(tf.sub(tensor, middle))))),
    levels: tf.tensor1d([middle]),
  });

/** The parameters of a training, as numbers. */
async function parametersOf(training: Training): Promise<Float32Array> {
  const state = training.snapshot();
  const values = await state.vectors.parameters.data<'float32'>();
  disposeState(state);
  return values;
}

test('a step reports its number, the loss of every level, and the norm of the gradient', async () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  const count = (await parametersOf(training)).length;
  const outcome = await training.update(plane(2), 4, trainingSettings);
  expect(outcome).toMatchObject({ kind: 'moved', report: { step: 1, levels: [1, 2, 3] } });
  const norm = outcome.kind === 'moved' ? outcome.report.norm : NaN;
  expect(norm / (2 * Math.sqrt(count))).toBeCloseTo(1, 4);
  training.dispose();
});

test('steps hold no more memory than the vectors of the run, whole or gathered from several batches', async () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  const before = tf.memory().numTensors;
  await training.update(plane(1), 1, trainingSettings);
  for (let i = 0; i < 3; i++) await training.update(plane(1), 1, { ...trainingSettings, accumulate: 3 });
  expect(tf.memory().numTensors).toBe(before);
  await training.update(plane(1), 1, { ...trainingSettings, accumulate: 3 });
  training.dispose();
  expect(tf.memory().numTensors).toBe(before - 4);
});

test('a step of several batches moves as one batch whose loss is their mean', async () => {
  const [whole, parts] = [new Training(smallCascade(), 1, 'adamw'), new Training(smallCascade(), 1, 'adamw')];
  const mean: LossOf = (weights) => {
    const [a, b] = [bowl(0)(weights), bowl(1)(weights)];
    return { loss: tf.mul(tf.add(a.loss, b.loss), 0.5), levels: tf.tensor1d([0.5]) };
  };
  const one = await whole.update(mean, 4, trainingSettings);
  const accumulate = { ...trainingSettings, accumulate: 2 };
  expect(await parts.update(bowl(0), 2, accumulate)).toEqual({ kind: 'gathered' });
  expect(parts.counters.step).toBe(0);
  const two = await parts.update(bowl(1), 2, accumulate);
  if (one.kind !== 'moved' || two.kind !== 'moved') throw new Error('both should have moved');
  expect(two.report.loss / one.report.loss).toBeCloseTo(1, 5);
  expect(two.report.levels).toEqual([0.5]);
  const [a, b] = [await parametersOf(whole), await parametersOf(parts)];
  expect(Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))))).toBeLessThan(1e-4);
  whole.dispose();
  parts.dispose();
});

test('a step whose loss or gradient is not a number changes nothing but the count of such steps', async () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  await training.update(bowl(0), 1, trainingSettings);
  const [before, tensors] = [await parametersOf(training), tf.memory().numTensors];
  expect(await training.update(plane(NaN), 1, trainingSettings)).toMatchObject({ kind: 'skipped', loss: NaN });
  expect(await parametersOf(training)).toEqual(before);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(training.counters).toMatchObject({ step: 1, skipped: 1 });
  training.dispose();
});

test('the running mean of the loss weighs the last steps', async () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  const losses: number[] = [];
  for (let i = 0; i < 4; i++) {
    const outcome = await training.update(bowl(0), 1, trainingSettings);
    if (outcome.kind === 'moved') losses.push(outcome.report.loss);
  }
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  expect(training.counters.loss / mean).toBeCloseTo(1, 6);
  training.dispose();
});

test('parameters that decay come first in the vectors', () => {
  const training = new Training(smallCascade(), 1, 'adamw');
  const decays = training.identity.declarations.map(({ decay }) => decay);
  expect(decays.lastIndexOf(true)).toBe(decays.indexOf(false) - 1);
  training.dispose();
});
