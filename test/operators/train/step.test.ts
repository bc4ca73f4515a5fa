import { beforeEach, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { Body } from '../../../dsl/contract/context.js';
import type { Network } from '../../../operators/network/network.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainStep } from '../../../operators/train/step.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
beforeEach(() => selectBackend('cpu'));

/** A loss of the weights alone: their sum of squares. */
const squares: Body = ({ network }) => {
  const { weights } = network as Network;
  const sums = Object.values(weights).map((tensor) => tf.sum<tf.Scalar>(tf.square(tensor)));
  return { loss: tf.addN(sums), levels: tf.tensor1d([1, 2, 3]) };
};

const inputs = (batch: number) => ({
  patches: Array.from({ length: 3 }, () => tf.zeros<tf.Rank.R5>([batch, 2, 4, 4, 2])),
  ...{ noisy: [], sigma: [], origins: [], condition: undefined },
});

function open(first = 0) {
  const metrics: Readonly<Record<string, number>>[] = [];
  const context = testContext({ first, body: squares, metric: (values) => metrics.push(values) });
  const given = { cascade: smallCascade(), steps: 10, warmup: 0, checkpoints: folder.path };
  return { stage: trainStep.open(settingsOf(trainStep.with, given), context), metrics, context };
}

test('every item is one step down the loss of the body, and is told with the loss of each level', async () => {
  const { stage, metrics, context } = open();
  const opened = await stage;
  for (const number of [0, 1, 2]) await opened.next(inputs(2), number);
  await opened.done?.();
  const losses = metrics.map(({ loss = NaN }) => loss);
  expect(losses).toEqual([...losses].sort((a, b) => b - a));
  expect(metrics[2]).toMatchObject({ step: 3, 'loss.0': 1, 'loss.1': 2, 'loss.2': 3 });
  expect(context.progressed).toEqual([
    [1, 10],
    [2, 10],
    [3, 10],
  ]);
});

test('a run that goes on at an item starts from the checkpoint after as many steps, and says if the batch is another', async () => {
  const before = await open().stage;
  const { training } = (await before.next(inputs(2), 0)) as { training: Parameters<typeof saveTraining>[0] };
  await saveTraining(training, folder.path, 1);
  await before.done?.();
  const { stage, metrics, context } = open(1);
  await (await stage).next(inputs(4), 1);
  expect(metrics).toMatchObject([{ step: 2 }]);
  expect(context.warnings).toEqual([expect.stringContaining('has batch 4, the steps before it had batch 2')]);
});
