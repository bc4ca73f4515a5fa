import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, run } from '../dsl/index.js';
import { operators } from '../operators/index.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { builtIn } from '../pipelines/built-in.js';
import type { Bench } from './bench.js';
import { cascadeFile } from './cascade-file.js';

/** Losses per level of an independent PyTorch implementation of the same cascade and recipe, averaged over the last 100 steps; by step. */
const REFERENCE: Readonly<Record<number, readonly number[]>> = {
  400: [0.37, 0.506, 0.434],
  1000: [0.252, 0.373, 0.34],
  2000: [0.225, 0.329, 0.302],
};
/** Length of the learning-rate schedule in steps; the run itself may end earlier. */
const SCHEDULE_STEPS = 6000;
const WINDOW = 100;

/** Does the network of the mnist cascade learn as fast as an independent implementation? Arguments: steps (1000), then seeds (1 2 3). */
const learn: Bench = {
  name: 'learn',
  summary: 'losses of the mnist cascade compared with an independent implementation; args: STEPS SEED…',
  smoke: ['1', '1'],
  run: async ([steps = '1000', ...seeds]) => {
    const { name, device } = await selectBackend();
    console.log(`backend ${name} (${device}); loss per level 0/1/2, mean over the last ${WINDOW} steps`);
    for (const seed of seeds.length > 0 ? seeds : ['1', '2', '3']) await learnOnce(Number(steps), Number(seed));
  },
};

export default learn;

async function learnOnce(steps: number, seed: number): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
  const window: number[][] = [];
  const values = {
    cascade: cascadeFile('mnist-paper'),
    steps: SCHEDULE_STEPS,
    left: steps,
    every: SCHEDULE_STEPS,
    out,
  };
  const graph = await load(builtIn('train.yaml'), values, operators);
  const started = performance.now();
  await run(graph, {
    seed,
    onEvent: (event) => {
      if (event.type !== 'metric') return;
      const { step = 0 } = event.values;
      window.push([0, 1, 2].map((level) => event.values[`loss.${level}`] ?? NaN));
      if (window.length > WINDOW) window.shift();
      if (step % 200 === 0 || step === steps) report(seed, step, window, (performance.now() - started) / 1000 / step);
    },
  }).finally(() => rmSync(out, { recursive: true, force: true }));
}

function report(seed: number, step: number, window: readonly (readonly number[])[], secondsPerStep: number): void {
  const means = [0, 1, 2].map((level) => window.reduce((sum, row) => sum + (row[level] ?? NaN), 0) / window.length);
  const reference = REFERENCE[step];
  const beside =
    reference === undefined
      ? ''
      : `   reference ${reference.map((x) => x.toFixed(3)).join('/')}   ratio ${means.map((x, i) => (x / (reference[i] ?? NaN)).toFixed(2)).join('/')}`;
  const losses = means.map((x) => x.toFixed(3)).join('/');
  console.log(
    `seed ${seed}  step ${String(step).padStart(4)}  ${losses}${beside}   ${secondsPerStep.toFixed(2)} s/step`,
  );
}
