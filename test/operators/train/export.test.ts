import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { coarsest, type Cascade } from '../../../dsl/index.js';
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

test('a training of one level gives its tensors, and the checkpoint of all levels the others and the cascade', async () => {
  await selectBackend('cpu');
  const save = async (name: string, cascade: Cascade, seed: number) => {
    const training = new Training(cascade, seed, 'lamb');
    const state = training.snapshot();
    await saveTraining(state, join(folder.path, name), 1);
    disposeState(state);
    training.dispose();
    return join(folder.path, name);
  };
  const whole = smallCascade();
  const onto = await save('whole', whole, 1);
  const part = await save('part', coarsest(whole, 1).cascade, 2);
  const path = join(folder.path, 'both.safetensors');
  const stage = await trainExport.open(
    settingsOf(trainExport.with, { path, onto, licence: 'MIT', half: false }),
    testContext(),
  );
  await stage.next({ folder: part }, 0);
  const read = (file: string, cascade: Cascade) => loadWeights(cascade, file, 'average');
  const [both, all, one] = [
    await read(path, whole),
    await read(onto, whole),
    await read(part, coarsest(whole, 1).cascade),
  ];
  const name = 'tokenizer.kernel';
  expect(await both[name]?.data()).toEqual(await one[name]?.data());
  expect(await both['levels']?.data()).toEqual(await all['levels']?.data());
  expect(await both[name]?.data()).not.toEqual(await all[name]?.data());
});

test('another ending than .safetensors is refused', async () => {
  const stage = await trainExport.open(settingsOf(trainExport.with, { path: 'a.bin', licence: 'MIT' }), testContext());
  await expect(Promise.resolve(stage.next({ folder: folder.path }, 0))).rejects.toMatchObject({
    code: 'E_OUTPUT_PATH',
  });
});
