import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coarsest, load, readCascade, run } from '../dsl/index.js';
import { operators } from '../operators/index.js';
import { selectBackend } from '../operators/tensor/select-backend.js';
import { builtIn } from '../pipelines/built-in.js';
import { planOf } from '../pipelines/plan/plan.js';
import type { Bench } from './bench.js';

/** Steps over which losses are averaged, at most. */
const WINDOW = 25;
const LAST = 'loss.2';
/** Parts of the steps from scratch, whose losses are what is to be reached. */
const SHARES = [0.2, 0.4, 0.6, 0.8, 1];
/** A rate that does not depend on the number of steps, so that curves of other lengths compare. */
const RECIPE = { batch: 16, schedule: 'constant', warmup: 20, ema: 800, preview: 0, best: false, keep: 1 };

/** Does a pyramid learn its finest level with fewer FLOPs after its coarsest level was trained alone? Arguments: steps from scratch (175), of the coarsest level (100,150: a training of each), after it (75), seed (1). */
const fineTune: Bench = {
  name: 'fine-tune',
  summary: 'losses by FLOPs, from scratch and after the coarsest alone, by FLOPs; args: SCRATCH COARSE AFTER SEED',
  smoke: ['1', '1', '1'],
  run: async ([scratch = '175', coarse = '100,150', after = '75', seed = '1']) => {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      const { name, device } = await selectBackend();
      console.log(`backend ${name} (${device}); losses are means over ${WINDOW} steps of ${RECIPE.batch} clips`);
      const whole = readCascade(fileURLToPath(new URL('fine-tune.yaml', import.meta.url)));
      const train = (out: string, steps: string, more: Readonly<Record<string, unknown>>): Promise<Curve> =>
        learn(out, Number(seed), { cascade: whole, steps: Number(steps), out: join(folder, out), ...more });
      const base = await train('scratch', scratch, {});
      for (const steps of coarse.split(',')) {
        const name = `coarse-${steps}`;
        const alone = await train(name, steps, coarsest(whole, 1));
        const tuned = await train(`after-${steps}`, after, { start: join(folder, name) });
        compare(base, alone, tuned);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default fineTune;

interface Curve {
  readonly flopsPerStep: number;
  /** Steps over which each loss is averaged. */
  readonly window: number;
  /** The mean loss of the finest level after each step, from step `window` on. */
  readonly losses: readonly number[];
}

async function learn(name: string, seed: number, values: Readonly<Record<string, unknown>>): Promise<Curve> {
  const graph = await load(
    builtIn('train.yaml'),
    { ...RECIPE, every: values['steps'], minutes: 0, ...values },
    operators,
  );
  const { flopsPerStep = NaN } = planOf(graph);
  const size = Math.min(WINDOW, Number(values['steps']));
  const window: Readonly<Record<string, number>>[] = [];
  const losses: number[] = [];
  await run(graph, {
    seed,
    onEvent: (event) => {
      if (event.type !== 'metric') return;
      window.push(event.values);
      if (window.length > size) window.shift();
      if (window.length < size) return;
      losses.push(mean(window, LAST));
      const step = losses.length + size - 1;
      if (step % WINDOW === 0) report(name, step, flopsPerStep, window);
    },
  });
  return { flopsPerStep, window: size, losses };
}

const mean = (rows: readonly Readonly<Record<string, number>>[], key: string): number =>
  rows.reduce((sum, row) => sum + (row[key] ?? NaN), 0) / rows.length;

function report(name: string, step: number, flops: number, window: readonly Readonly<Record<string, number>>[]): void {
  const losses = [0, 1, 2].map((level) => mean(window, `loss.${level}`)).filter((loss) => !Number.isNaN(loss));
  console.log(
    `${name.padEnd(10)} step ${String(step).padStart(5)}  ${tera(step * flops)}  ${losses.map((x) => x.toFixed(3)).join(' / ')}`,
  );
}

const tera = (flops: number): string => `${(flops / 1e12).toFixed(2)} TFLOP`;
const giga = (flops: number): string => `${(flops / 1e9).toFixed(1)} GFLOP`;

/** Say with how many FLOPs each way gets to losses that the pyramid from scratch has on its way. */
function compare(scratch: Curve, coarse: Curve, after: Curve): void {
  const spent = coarse.flopsPerStep * (coarse.losses.length + coarse.window - 1);
  console.log(
    `a step of the pyramid ${giga(scratch.flopsPerStep)}, of the coarsest level alone ${giga(coarse.flopsPerStep)}`,
  );
  for (const share of SHARES) {
    const target = scratch.losses[Math.ceil(share * scratch.losses.length) - 1] ?? NaN;
    const [from, tuned] = [flopsTo(target, scratch), flopsTo(target, after)];
    const told = tuned === undefined ? 'not reached' : `${tera(tuned)}, with the coarse level's ${tera(tuned + spent)}`;
    console.log(`level 2 at ${target.toFixed(3)}: from scratch ${tera(from ?? NaN)}; after the coarsest level ${told}`);
  }
}

/** FLOPs until the mean loss is first at most `target`. */
function flopsTo(target: number, { flopsPerStep, window, losses }: Curve): number | undefined {
  const at = losses.findIndex((loss) => loss <= target);
  return at < 0 ? undefined : (at + window) * flopsPerStep;
}
