import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainExport } from '../../../operators/train/export.js';
import { loadWeights } from '../../../operators/training/load-weights.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();

test('the average of a training becomes one file that its cascade loads', async () => {
  await selectBackend('cpu');
  const training = new Training(smallCascade(), 1, 'lamb');
  const state = training.snapshot();
  await saveTraining(state, folder.path, 1);
  const path = join(folder.path, 'small.safetensors');
  const context = testContext();
  const stage = await trainExport.open(settingsOf(trainExport.with, { path, licence: 'MIT' }), context);
  await stage.next({ folder: folder.path }, 0);
  expect(context.written).toMatchObject([{ path, facts: { step: 0 } }]);
  const weights = await loadWeights(smallCascade(), path, 'average');
  expect(Object.keys(weights).length).toBe(state.declarations.length);
  disposeState(state);
  training.dispose();
});

test('another ending than .safetensors is refused', async () => {
  const stage = await trainExport.open(settingsOf(trainExport.with, { path: 'a.bin', licence: 'MIT' }), testContext());
  await expect(Promise.resolve(stage.next({ folder: folder.path }, 0))).rejects.toMatchObject({
    code: 'E_OUTPUT_PATH',
  });
});
