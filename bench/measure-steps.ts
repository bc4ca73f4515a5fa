import { fileURLToPath } from 'node:url';
import { load, readCascade, run, type Cascade } from '../dsl/index.js';
import { operators } from '../operators/index.js';
import { countParameters } from '../operators/network/parameters.js';
import { trainingFlops } from '../operators/network/cost.js';
import { matmulRate, median } from './matmul-rate.js';
import { watchMemory } from './watch-memory.js';

/** Training steps of a cascade, measured. */
export interface MeasuredSteps {
  /** Median seconds of a step. */
  readonly seconds: number;
  /** Floating-point operations of a step, from the cascade. */
  readonly flops: number;
  readonly parameters: number;
  /** Median over the steps of the share of the rate of matrix products, which is measured between the steps. */
  readonly share: number;
  /** Median of that rate, GFLOP/s. */
  readonly rate: number;
  /** Most bytes of tensors seen between operators. */
  readonly peakBytes: number;
}

/** Moving MNIST where the cascade is of its size, else noise. */
const documentOf = ({ levels, channels }: Cascade): string => {
  const digits = channels === 1 && levels.at(-1)?.size.join() === '16,64,64';
  return fileURLToPath(new URL(digits ? 'train-step.yaml' : 'train-step-noise.yaml', import.meta.url));
};

/** Run training steps of a cascade file; machines slow down and speed up, so each step is held against the products next to it. */
export async function measureSteps(
  cascade: string,
  { batch, steps, skipped }: { readonly batch: number; readonly steps: number; readonly skipped: number },
): Promise<MeasuredSteps> {
  const shape = readCascade(cascade);
  const flops = trainingFlops(shape, batch);
  const rows: { seconds: number; rate: number }[] = [];
  const count = skipped + steps;
  const graph = await load(documentOf(shape), { cascade, batch, steps: count }, operators);
  let [before, started] = [matmulRate(3), performance.now()];
  const peak = watchMemory();
  await run(graph, {
    onEvent: (event) => {
      if (event.type !== 'metric') return;
      const seconds = (performance.now() - started) / 1000;
      const after = matmulRate(3);
      rows.push({ seconds, rate: (before + after) / 2 });
      [before, started] = [after, performance.now()];
    },
  });
  const kept = rows.slice(skipped);
  return {
    seconds: median(kept.map(({ seconds }) => seconds)),
    flops,
    parameters: countParameters(shape),
    share: median(kept.map(({ seconds, rate }) => flops / seconds / 1e9 / rate)),
    rate: median(kept.map(({ rate }) => rate)),
    peakBytes: peak(),
  };
}
