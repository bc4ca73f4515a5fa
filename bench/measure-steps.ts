import { fileURLToPath } from 'node:url';
import { load, run, type Cascade } from '../dsl/index.js';
import { operators } from '../operators/index.js';
import { planOf } from '../pipelines/plan/plan.js';
import { matmulRate, median } from './matmul-rate.js';
import { watchMemory } from './watch-memory.js';

/** Measurements of the training steps of a cascade. */
export interface MeasuredSteps {
  /** Median seconds of a step. */
  readonly seconds: number;
  /** Floating-point operations of a step, computed from the cascade. */
  readonly flops: number;
  readonly parameters: number;
  /** FLOP/s of a step divided by those of matrix products timed between the steps; the median over the steps. */
  readonly share: number;
  /** Median rate of those matrix products, GFLOP/s. */
  readonly rate: number;
  /** Largest number of bytes held in tensors at one time. */
  readonly peakBytes: number;
}

/** The document that trains the cascade: on Moving MNIST if the cascade has its size, otherwise on noise. */
export const trainingOf = ({ levels, channels }: Cascade): string => {
  const digits = channels === 1 && levels.at(-1)?.size.join() === '16,64,64';
  return fileURLToPath(new URL(digits ? 'train-step.yaml' : 'train-step-noise.yaml', import.meta.url));
};

interface Measuring {
  readonly batch: number;
  readonly steps: number;
  /** Steps before those that are measured. */
  readonly skipped: number;
  readonly precision?: string;
}

/**
 * Run training steps of a cascade. The speed of a machine varies, so each step is compared with the matrix products timed next to it.
 *
 * @param rateBeside GFLOP/s of matrix products, asked for between the steps
 */
export async function measureSteps(
  cascade: Cascade,
  { batch, steps, skipped, precision = 'float32' }: Measuring,
  rateBeside = () => matmulRate(3),
): Promise<MeasuredSteps> {
  const rows: { seconds: number; rate: number }[] = [];
  const count = skipped + steps;
  const graph = await load(trainingOf(cascade), { cascade, batch, steps: count, precision }, operators);
  const { flopsPerStep: flops = NaN, parameters } = planOf(graph);
  let [before, started] = [rateBeside(), performance.now()];
  const peak = watchMemory();
  await run(graph, {
    onEvent: (event) => {
      if (event.type !== 'metric') return;
      const seconds = (performance.now() - started) / 1000;
      const after = rateBeside();
      rows.push({ seconds, rate: (before + after) / 2 });
      [before, started] = [after, performance.now()];
    },
  });
  const kept = rows.slice(skipped);
  return {
    seconds: median(kept.map(({ seconds }) => seconds)),
    flops,
    parameters,
    share: median(kept.map(({ seconds, rate }) => flops / seconds / 1e9 / rate)),
    rate: median(kept.map(({ rate }) => rate)),
    peakBytes: peak(),
  };
}
