import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { trialResults } from '../../../operators/measure/trial-results.js';
import { smallCascade } from '../../cascade.js';
import { scratch } from '../video/clips.js';

const { fresh, remove } = scratch();
afterAll(remove);

/** Write the checkpoint of a step of a training, whose steps took two seconds each. */
function checkpoint(root: string, step: number): string {
  const folder = join(root, `step-000000${step}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.safetensors'), '');
  const state = { step, seed: 1, seconds: 2 * step, batch: 8, cascade: smallCascade(), optimiser: 'adamw', recipe: {} };
  writeFileSync(join(folder, 'state.json'), JSON.stringify(state));
  const lines = [1, 2, 3].map((at) => JSON.stringify({ step: at, 'loss.0': 1, seconds: 2 * at }));
  writeFileSync(join(root, 'metrics.jsonl'), `${lines.join('\n')}\n`);
  return folder;
}

function evaluated(folder: string, checkpoint: string): void {
  mkdirSync(folder, { recursive: true });
  const records = { sampled: 's', real: 'r', checkpoint };
  writeFileSync(join(folder, 'evaluation.json'), JSON.stringify({ videos: 4, measures: {}, records }));
}

test('the evaluations that are there, by row, seed and step, each with what its training took', () => {
  const [table, root] = [fresh(), fresh()];
  evaluated(join(table, 'b', 'seed-1', 'step-0'), root);
  evaluated(join(table, 'b', 'seed-1', 'step-1'), checkpoint(root, 1));
  checkpoint(root, 3);
  evaluated(join(table, 'other', 'seed-1', 'step-0'), root);
  const results = trialResults({ table, rows: ['a', 'b'], seeds: [1, 2] });
  expect(results.map(({ row, seed, training }) => [row, seed, training?.step, training?.seconds])).toEqual([
    ['b', 1, 1, 2],
    ['b', 1, 3, 6],
  ]);
  expect(results.map(({ training }) => [training?.pace, training?.rows.length])).toEqual([
    [4, 1],
    [4, 3],
  ]);
});
