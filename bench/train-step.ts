import * as tf from '@tensorflow/tfjs';
import { load, run } from '../dsl/index.js';
import { operators } from '../operators/index.js';
import { selectBackend } from '../operators/tensor/backend.js';
import { builtIn } from '../pipelines/cli/documents.js';
import type { Bench } from './bench.js';

/** Floating-point operations of one training step of the mnist cascade at batch 32: three times the forward pass. */
const STEP_FLOP = 54e9;
const STEPS = 24;
const SKIPPED = 8;
const MATMUL_SIZE = 1024;

/** How much of the machine does a training step use? */
const trainStep: Bench = {
  name: 'train-step',
  summary: 'seconds per training step of the mnist cascade, and the share of the matmul rate of the same process',
  run: async () => {
    const { name, device } = await selectBackend();
    const before = matmulRate();
    const seconds = await stepSeconds();
    const rate = Math.max(before, matmulRate());
    const achieved = STEP_FLOP / seconds / 1e9;
    console.log(`backend ${name} (${device})`);
    console.log(`training step   ${seconds.toFixed(3)} s (median of ${STEPS - SKIPPED})`);
    console.log(
      `                ${achieved.toFixed(0)} GFLOP/s of ${rate.toFixed(0)} for a ${MATMUL_SIZE}³ matmul: ${((100 * achieved) / rate).toFixed(0)} %`,
    );
  },
};

export default trainStep;

async function stepSeconds(): Promise<number> {
  const times: number[] = [];
  const graph = await load(builtIn('train.yaml'), { steps: STEPS + 1, left: STEPS, every: STEPS + 1 }, operators);
  await run(graph, {
    onEvent: (event) => {
      if (event.type === 'metric') times.push(performance.now());
    },
  });
  const steps = times.slice(1).map((time, i) => (time - (times[i] ?? NaN)) / 1000);
  return steps.slice(SKIPPED).sort((a, b) => a - b)[Math.floor((STEPS - SKIPPED) / 2)] ?? NaN;
}

/** Best of several measurements, GFLOP/s. */
function matmulRate(): number {
  const x = tf.randomNormal([MATMUL_SIZE, MATMUL_SIZE], 0, 1, 'float32', 1);
  const runs = Array.from({ length: 10 }, () => {
    const started = performance.now();
    const results = Array.from({ length: 10 }, () => tf.matMul(x, x));
    results.at(-1)?.dataSync();
    const seconds = (performance.now() - started) / 1000;
    tf.dispose(results);
    return (10 * 2 * MATMUL_SIZE ** 3) / seconds / 1e9;
  });
  x.dispose();
  return Math.max(...runs);
}
