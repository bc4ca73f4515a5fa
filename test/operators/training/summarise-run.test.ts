import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import { summariseRun } from '../../../operators/training/summarise-run.js';
import { disposeState } from '../../../operators/training/training-state.js';
import { Training } from '../../../operators/training/training.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../disk/scratch.js';

beforeAll(() => selectBackend('cpu'));
const folder = scratch();

test('a run is summed up from its newest checkpoint and its numbers', async () => {
  const training = new Training(smallCascade(), 1, 'lamb', { recipe: { steps: 500, rate: 0.005 } });
  training.count({ step: 200, items: 400, batch: 8, accumulate: 2, seconds: 60, loss: 0.5 });
  const state = training.snapshot();
  await saveTraining(state, folder.path, 1);
  disposeState(state);
  training.dispose();
  for (let step = 1; step <= 210; step++) {
    const heldOut = step === 150 ? { 'heldOut.0': 0.7 } : {};
    const row = { step, seconds: step, 'loss.0': step > 110 ? 1 : 9, 'loss.1': 2, ...heldOut };
    appendFileSync(join(folder.path, 'metrics.jsonl'), `${JSON.stringify(row)}\n`);
  }
  expect(summariseRun(folder.path)).toEqual({
    ...{ folder: folder.path, step: 210, steps: 500, seconds: 210, optimiser: 'lamb', rate: 0.005, clips: 16 },
    ...{ loss: [1, 2], heldOut: [0.7], best: 'step-0000200' },
  });
});

test('another folder is no run', () => {
  expect(summariseRun(folder.path)).toBeUndefined();
});
