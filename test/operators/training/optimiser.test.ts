import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { weight } from '../../../operators/network/weights.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { OPTIMISERS } from '../../../operators/training/optimiser.js';
import { Training, type LossOf } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { trainingSettings } from './settings.js';

beforeAll(() => selectBackend('cpu'));

/** Half the sum of squares of one kernel, whose minimum is 0; all other gradients are 0. */
const squares: LossOf = (weights) => {
  const every = Object.values(weights).map((tensor) => tf.mul<tf.Scalar>(tf.sum(tensor), 0));
  const loss = tf.sum<tf.Scalar>(tf.square(weight(weights, 'tokenizer.kernel')));
  return { loss: tf.addN([loss, ...every]), levels: tf.tensor1d([0]) };
};

test.each(OPTIMISERS)('%s goes downhill', async (optimiser) => {
  const training = new Training(smallCascade(), 1, optimiser);
  const losses: number[] = [];
  for (let i = 0; i < 5; i++) {
    const outcome = await training.update(squares, 1, trainingSettings);
    if (outcome.kind === 'moved') losses.push(outcome.report.loss);
  }
  training.dispose();
  expect(losses).toHaveLength(5);
  expect(losses).toEqual([...losses].sort((a, b) => b - a));
  expect(losses.at(-1)).toBeLessThan(0.9 * (losses[0] ?? NaN));
});
