import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { readSafetensors } from '../../../operators/disk/safetensors.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainPreview } from '../../../operators/train/preview.js';
import { disposeState, type TrainingState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
let training: Training;
beforeEach(async () => {
  await selectBackend('cpu');
  training = new Training(smallCascade(), 1, 'lamb');
});
afterEach(() => training.dispose());

const after = (step: number, whole = true): TrainingState => {
  training.count({ step });
  return training.snapshot(whole ? { step, loss: 1, levels: [1], norm: 1, rate: 1 } : undefined);
};

async function previewed(
  run: (given: Readonly<Record<string, unknown>>, seed: number) => Promise<void>,
  more: { readonly prompts?: readonly string[] } = {},
) {
  const context = testContext({ run: async (_, given, seed) => run(given, seed) });
  const settings = {
    document: 'sample.yaml',
    path: join(folder.path, 'previews'),
    every: 2,
    seed: 7,
    values: ['count=4'],
    ...more,
  };
  const stage = await trainPreview.open(settingsOf(trainPreview.with, settings), context);
  for (const state of [after(1), after(2, false), after(2), after(3), after(4)]) {
    expect(await stage.next({ training: state }, 0)).toEqual({ training: state });
    disposeState(state);
  }
  return context;
}

test('every second step a document samples with the average of the weights and the same seed', async () => {
  const calls: unknown[] = [];
  const context = await previewed(async ({ checkpoint, cascade, ...given }, seed) => {
    expect(cascade).toEqual(smallCascade());
    const { metadata, tensors } = await readSafetensors(checkpoint as string);
    calls.push({ ...given, seed, step: metadata['step'], weights: metadata['weights'], latents: 'latents' in tensors });
  });
  const file = (name: string): string => join(folder.path, 'previews', name);
  expect(calls).toEqual(
    ['2', '4'].map((step) => ({
      ...{ out: file(`step-000000${step}.mp4`), sheet: file(`step-000000${step}.png`), count: '4' },
      ...{ seed: 7, step, weights: 'average', latents: true },
    })),
  );
  expect(context.written).toHaveLength(4);
  expect(context.notes).toEqual([2, 4].map((step) => expect.stringMatching(`samples after step ${step};`)));
  expect(existsSync(file('.weights.safetensors'))).toBe(false);
});

test('a preview is played as fast as the clips of the training, where that is known', async () => {
  training.count({ rates: { 15: 4 } });
  const calls: unknown[] = [];
  await previewed(({ fps }) => {
    calls.push(fps);
    return Promise.resolve();
  });
  expect(calls).toEqual([15, 15]);
});

test('a preview that fails is a warning; a run that is cancelled ends', async () => {
  const failed = await previewed(() => Promise.reject(new HpdmError({ code: 'E_FFMPEG_MISSING', expected: 'ffmpeg' })));
  expect(failed.warnings).toEqual([expect.stringMatching(/after step 2/), expect.stringMatching(/after step 4/)]);
  const cancelled = previewed(() => Promise.reject(new HpdmError({ code: 'E_CANCELLED', message: 'cancelled' })));
  await expect(cancelled).rejects.toMatchObject({ code: 'E_CANCELLED' });
});

test('texts go to a document that has prompts, as many videos as texts unless a value says otherwise', async () => {
  const calls: unknown[] = [];
  await previewed(
    ({ prompts, count }) => {
      calls.push([prompts, count]);
      return Promise.resolve();
    },
    { prompts: ['a cat', 'a dog, red'] },
  );
  expect(calls).toEqual([2, 4].map(() => [['a cat', 'a dog, red'], '4']));
});
