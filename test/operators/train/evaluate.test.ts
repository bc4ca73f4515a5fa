import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Body } from '../../../dsl/contract/context.js';
import type { Network } from '../../../operators/network/network.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainEvaluate } from '../../../operators/train/evaluate.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';

let training: Training;
beforeEach(async () => {
  await selectBackend('cpu');
  training = new Training(smallCascade(), 1, 'lamb');
});
afterEach(() => training.dispose());

/** The sum of one tensor of the network that it is given, at two levels. */
const body: Body = ({ network }) => {
  const sum = tf.sum((network as Network).weights['latents'] as tf.Tensor);
  return { loss: sum, levels: tf.stack([sum, tf.mul(sum, 2)]) };
};

async function evaluated(steps: readonly number[], clips = 2) {
  const metrics: Readonly<Record<string, number>>[] = [];
  const context = testContext({ body, metric: (values) => void metrics.push(values) });
  const stage = await trainEvaluate.open(
    settingsOf(trainEvaluate.with, { cascade: smallCascade(), every: 2 }),
    context,
  );
  const patches = [tf.zeros<tf.Rank.R5>([clips, 2, 4, 4, 2])];
  const heldOut: unknown[] = [];
  for (const step of steps) {
    training.count({ step });
    const state = training.snapshot({ step, loss: 1, levels: [1], norm: 1, rate: 1 });
    const given = { training: state, patches, noisy: [], sigma: [], origins: [], condition: undefined };
    const { training: after } = await stage.next(given, step);
    heldOut.push(after.heldOut);
    if (after !== state) disposeState(after);
    disposeState(state);
  }
  tf.dispose(patches);
  return { metrics, heldOut };
}

test('every second step the state gets the loss of every level, under the moving average of the weights', async () => {
  const state = training.snapshot();
  const ones = tf.onesLike(state.vectors.average);
  training.restore({ ...state.vectors, average: ones });
  const before = tf.memory().numTensors;
  const { heldOut, metrics } = await evaluated([1, 2, 3]);
  const size =
    training.identity.declarations.find(({ name }) => name === 'latents')?.shape.reduce((a, b) => a * b) ?? NaN;
  expect(heldOut).toEqual([undefined, [size, 2 * size], undefined]);
  expect(metrics).toEqual([{ step: 2, 'heldOut.0': size, 'heldOut.1': 2 * size }]);
  expect(tf.memory().numTensors).toBe(before);
});

test('without clips nothing is measured', async () => {
  expect(await evaluated([1, 2], 0)).toEqual({ metrics: [], heldOut: [undefined, undefined] });
});
