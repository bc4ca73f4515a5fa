import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readSafetensors } from '../../../operators/disk/safetensors.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { folderName, readRecord } from '../../../operators/training/checkpoints.js';
import { loadTraining, savedTraining } from '../../../operators/training/load-training.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState, type TrainingState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch, withSmallDisk } from '../disk/scratch.js';

const folder = scratch();
let training: Training;
let state: TrainingState;
beforeEach(async () => {
  await selectBackend('cpu');
  training = new Training(smallCascade(), 3, 'adamw');
  training.count({ step: 20, items: 40, seconds: 3, batch: 2, accumulate: 2 });
  state = training.snapshot();
});
afterEach(() => {
  disposeState(state);
  training.dispose();
});

test('a checkpoint holds weights, average, moments and the record; another run loads them to the last bit', async () => {
  const path = await saveTraining(state, folder.path, 2);
  expect(path).toBe(join(folder.path, folderName(20)));
  expect(readdirSync(path).sort()).toEqual(['model.safetensors', 'state.json', 'train.safetensors']);
  expect(readRecord(path)).toMatchObject({ step: 20, items: 40, seed: 3, optimiser: 'adamw', accumulate: 2 });
  const { metadata } = await readSafetensors(join(path, 'model.safetensors'));
  expect(metadata).toMatchObject({ format: 'hpdm', step: '20', cascade: JSON.stringify(state.cascade) });
  const other = new Training(smallCascade(), 3, 'adamw');
  loadTraining(other, savedTraining(other.identity, path));
  expect(other.counters).toEqual(training.counters);
  const loaded = other.snapshot();
  for (const vector of ['parameters', 'average', 'mean', 'variance'] as const) {
    expect(await loaded.vectors[vector].data()).toEqual(await state.vectors[vector].data());
  }
  disposeState(loaded);
  other.dispose();
});

test('a checkpoint of the same step is replaced as a whole', async () => {
  const path = join(folder.path, folderName(20));
  mkdirSync(path);
  writeFileSync(join(path, 'of-an-older-version.bin'), '');
  await saveTraining(state, folder.path, 2);
  expect(readdirSync(path).sort()).toEqual(['model.safetensors', 'state.json', 'train.safetensors']);
  expect(readdirSync(folder.path)).toEqual([folderName(20)]);
});

test('on a full disk older checkpoints stay, and the error says how to go on (tried where a small disk can be mounted)', async () => {
  await withSmallDisk(folder.path, async () => {
    mkdirSync(join(folder.path, folderName(10)));
    writeFileSync(join(folder.path, folderName(10), 'model.safetensors'), 'old');
    const attempt = saveTraining(state, folder.path, 1);
    await expect(attempt).rejects.toMatchObject({ code: 'E_DISK_FULL', exitCode: 3 });
    await expect(attempt).rejects.toThrow(/step-0000020[^]*try +free some space.*; earlier checkpoints are unchanged/);
    expect(readdirSync(folder.path)).toEqual([folderName(10)]);
    expect(readFileSync(join(folder.path, folderName(10), 'model.safetensors'), 'utf8')).toBe('old');
  });
});
