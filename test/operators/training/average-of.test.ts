import { beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { averageOf } from '../../../operators/training/average-of.js';
import { loadWeights } from '../../../operators/training/load-weights.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

beforeAll(() => selectBackend('cpu'));
const folder = scratch();

test('the average of the weights is a file that is loaded as a checkpoint', async () => {
  const training = new Training(smallCascade(), 1, 'lamb');
  const state = training.snapshot();
  const { tensors, metadata } = await averageOf(state);
  const file = join(folder.path, 'average.safetensors');
  await writeSafetensors(file, tensors, metadata);
  const weights = await loadWeights(smallCascade(), file, 'average');
  expect(Object.keys(weights).sort()).toEqual(state.declarations.map(({ name }) => name).sort());
  disposeState(state);
  training.dispose();
});
