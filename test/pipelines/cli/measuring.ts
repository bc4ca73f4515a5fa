import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Evaluation } from '../../../operators/measure/evaluation.js';
import { run } from './command-line.js';

/** An evaluation as it is in a file. */
export interface Report extends Evaluation {
  readonly records: { readonly sampled: string; readonly real: string };
}

/** Train the tiny cascade for one step, so that there is a checkpoint to measure. */
export async function trainTiny(folder: string, out = 'tiny', seed = 0): Promise<void> {
  const args = `train --cascade tiny.yaml --steps 1 --batch 1 --preview 0 -q --out ${out} --seed ${seed}`;
  expect((await run(folder, args.split(' '))).status).toBe(0);
}

/** The report of `hpdm evaluate`. */
export const reportIn = (folder: string, out: string): Report =>
  JSON.parse(readFileSync(join(folder, out, 'evaluation.json'), 'utf8')) as Report;

/** The reports of `hpdm compare`, by name. */
export const comparisonIn = (folder: string, out: string): Readonly<Record<string, Evaluation>> => {
  const text = readFileSync(join(folder, out, 'comparison.json'), 'utf8');
  return (JSON.parse(text) as { readonly evaluations: Readonly<Record<string, Evaluation>> }).evaluations;
};
