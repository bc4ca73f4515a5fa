import { PRECISIONS } from '../../../operators/tensor/precision.js';
import { beforeEach, expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import type { Cascade } from '../../../dsl/index.js';
import { denoiseLoad } from '../../../operators/denoise/load.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { startingValue } from '../../../operators/network/starting-value.js';
import type { Network } from '../../../operators/network/network.js';
import type { Precision } from '../../../operators/tensor/precision.js';
import { bytesOf, measure } from '../../../operators/tensor/sketch/measure.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { ALONE, itemsOf, settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
beforeEach(async () => {
  await selectBackend('cpu');
  const training = new Training(smallCascade(), 3, 'lamb');
  const state = training.snapshot();
  await saveTraining(state, folder.path, 1);
  disposeState(state);
  training.dispose();
});

const load = async (cascade: Cascade, checkpoint = folder.path, precision: Precision = 'float32') => {
  const settings = settingsOf(denoiseLoad.with, { cascade, checkpoint, precision });
  const [item] = await itemsOf(denoiseLoad.run({}, settings, testContext(), 0));
  return item?.network;
};

test('a checkpoint becomes a network with the weights it was saved with, by their names', async () => {
  const cascade = smallCascade();
  const network = await load(cascade);
  expect(network?.cascade).toBe(cascade);
  expect(Object.keys(network?.weights ?? {})).toEqual(declareParameters(cascade).map(({ name }) => name));
  for (const declaration of declareParameters(cascade)) {
    const found = network?.weights[declaration.name] as tf.Tensor | undefined;
    expect(found?.dataSync()).toEqual(startingValue(declaration, 3));
  }
});

test('bf16 is refused on a backend that does not compute in it', async () => {
  await expect(load(smallCascade(), folder.path, 'bf16')).rejects.toThrow(/E_PRECISION[^]*the backend cpu/);
});

test('a checkpoint of another cascade, or none, is an error', async () => {
  const other = smallCascade({ network: { width: 16 } });
  await expect(load(other)).rejects.toMatchObject({ code: 'E_CHECKPOINT_OTHER' });
  await expect(load(smallCascade(), `${folder.path}/none`)).rejects.toMatchObject({ code: 'E_CHECKPOINT_MISSING' });
});

test('a plan knows how many numbers will be loaded', () => {
  const sizes = declareParameters(smallCascade()).map((declaration) => startingValue(declaration, 0).length);
  const parameters = sizes.reduce((a, b) => a + b);
  for (const precision of PRECISIONS) {
    const settings = settingsOf(denoiseLoad.with, { cascade: smallCascade(), checkpoint: folder.path, precision });
    const { network } = measure(() => denoiseLoad.sketch?.(settings, {}, {})).value as { network: Network };
    expect(denoiseLoad.cost?.(settings, {}, { inputs: {}, body: () => ({}), share: ALONE })).toEqual({
      ...{ parameters, bytes: bytesOf(network.weights) },
    });
  }
});
