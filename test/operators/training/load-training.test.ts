import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Cascade } from '../../../dsl/index.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { loadTraining, savedTraining } from '../../../operators/training/load-training.js';
import type { Optimiser } from '../../../operators/training/optimiser.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const opened: Training[] = [];
const DATA = { clips: 'data.folder', 'clips.with.path': '"a"' };
const training = (
  cascade: Cascade = smallCascade(),
  seed = 3,
  optimiser: Optimiser = 'adamw',
  data = DATA,
): Training => {
  const made = new Training(cascade, seed, optimiser, { data });
  opened.push(made);
  return made;
};
let checkpoint: string;
beforeEach(async () => {
  await selectBackend('cpu');
  const saved = training();
  saved.count({ step: 20, items: 20 });
  const state = saved.snapshot();
  checkpoint = await saveTraining(state, folder.path, 2);
  disposeState(state);
});
afterEach(() => {
  for (const one of opened.splice(0)) one.dispose();
});

const wider = smallCascade({ network: { width: 16 } });

test.each([
  ['another seed', () => training(smallCascade(), 4), ['E_CHECKPOINT_SEED']],
  ['another optimiser', () => training(smallCascade(), 3, 'lamb'), ['E_CHECKPOINT_OPTIMISER']],
  ['another network', () => training(wider), ['E_CHECKPOINT_OTHER']],
  [
    'other data',
    () => training(smallCascade(), 3, 'adamw', { ...DATA, 'clips.with.path': '"b"' }),
    ['E_CHECKPOINT_DATA'],
  ],
  ['another seed and network', () => training(wider, 4), ['E_CHECKPOINT_SEED', 'E_CHECKPOINT_OTHER']],
])('a run with %s does not go on from the checkpoint, and every difference is named', (_, make, codes) => {
  const run = make();
  const faults = codes.map((code) => expect.objectContaining({ code }));
  expect(() => savedTraining(run.identity, checkpoint)).toThrow(expect.objectContaining({ faults }));
  expect(run.counters.step).toBe(0);
});

test('the same number must be the same class; a run without names goes on from any', async () => {
  const named = (...classes: string[]): Training => {
    const made = new Training(smallCascade(), 3, 'adamw', { data: DATA, ...(classes.length > 0 && { classes }) });
    opened.push(made);
    return made;
  };
  const state = named('cats', 'dogs').snapshot();
  const saved = await saveTraining(state, folder.path, 2);
  disposeState(state);
  expect(() => savedTraining(named('cats', 'foxes').identity, saved)).toThrow(
    /E_CHECKPOINT_DATA\n.*other classes\n +expected +cats, foxes\n +got +cats, dogs/,
  );
  for (const run of [named('cats', 'dogs'), named()]) savedTraining(run.identity, saved);
  expect(savedTraining(named('cats', 'foxes').identity, checkpoint).counters.step).toBe(20);
});

test('a checkpoint of a version that did not know of data goes on with any', () => {
  const record = JSON.parse(readFileSync(join(checkpoint, 'state.json'), 'utf8')) as Record<string, unknown>;
  const old = Object.fromEntries(['step', 'seed', 'cascade', 'optimiser'].map((key) => [key, record[key]]));
  writeFileSync(join(checkpoint, 'state.json'), JSON.stringify(old));
  const run = training();
  loadTraining(run, savedTraining(run.identity, checkpoint));
  expect(run.counters).toMatchObject({ step: 20, items: 20 });
});
