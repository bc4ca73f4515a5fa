import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Cascade } from '../../../dsl/index.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { startFrom } from '../../../operators/training/start-from.js';
import { disposeState, weightsOf } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
const opened: Training[] = [];
const made = (cascade: Cascade, seed: number): Training => {
  const training = new Training(cascade, seed, 'adamw');
  opened.push(training);
  return training;
};
beforeEach(async () => {
  await selectBackend('cpu');
  const state = made(smallCascade(), 1).snapshot();
  await saveTraining(state, folder.path, 1);
  disposeState(state);
});
afterEach(() => {
  for (const training of opened.splice(0)) training.dispose();
});

/** The weights of a training as numbers. */
function numbersOf(training: Training): Record<string, number[]> {
  const state = training.snapshot();
  const weights = weightsOf(state, 'parameters');
  const numbers = Object.fromEntries(Object.entries(weights).map(([name, tensor]) => [name, [...tensor.dataSync()]]));
  tf.dispose(Object.values(weights));
  disposeState(state);
  return numbers;
}

test('the same cascade takes every tensor, and begins anew in all else', async () => {
  const training = made(smallCascade(), 2);
  const said: string[] = [];
  await startFrom(training, folder.path, (message) => void said.push(message));
  expect(numbersOf(training)).toEqual(numbersOf(made(smallCascade(), 1)));
  expect(training.counters.step).toBe(0);
  expect(said[0]).toMatch(/: \d+ tensors taken, 0 resized, 0 new \(--verbose lists them\)$/);
});

test('with other latents and one more block, what fits is taken, and every tensor is accounted for', async () => {
  const { network } = smallCascade();
  const other = smallCascade({
    network: {
      latents: network.latents + 2,
      blocks: network.blocks + 1,
      levelsPerBlock: [...network.levelsPerBlock, 3],
    },
  });
  const training = made(other, 2);
  const before = numbersOf(training);
  let details: readonly string[] = [];
  await startFrom(training, folder.path, (_, lines) => (details = lines));
  const [after, source] = [numbersOf(training), numbersOf(made(smallCascade(), 1))];
  const kinds = Object.fromEntries(details.map((line) => [line.slice(8).split(' ')[0] ?? '', line.slice(0, 8).trim()]));
  expect(Object.keys(kinds).sort()).toEqual(Object.keys(after).sort());
  expect(kinds['tokenizer.kernel']).toBe('taken');
  expect(kinds['latents']).toBe('resized');
  expect(new Set(Object.values(kinds))).toEqual(new Set(['taken', 'resized', 'new']));
  for (const [name, kind] of Object.entries(kinds)) {
    if (kind === 'taken') expect(after[name]).toEqual(source[name]);
    if (kind === 'new') expect(after[name]).toEqual(before[name]);
  }
  const taken = source['latents']?.length ?? NaN;
  expect(after['latents']?.slice(0, taken)).toEqual(source['latents']);
  expect(after['latents']?.slice(taken)).toEqual(before['latents']?.slice(taken));
});
