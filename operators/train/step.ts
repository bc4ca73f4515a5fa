import {
  isLonger,
  itemAt,
  optional,
  path,
  stage,
  strings,
  type Body,
  type Cascade,
  type Refusal,
} from '../../dsl/index.js';
import { countParameters } from '../network/declare-parameters.js';
import { cascade } from '../values/cascade.js';
import { memoryLimit } from '../values/memory-limit.js';
import type { Pyramid } from '../values/pyramid.js';
import { rates } from '../values/rates.js';
import { training as trainingPort } from '../values/training.js';
import { checkStart } from '../training/check-start.js';
import { latestCheckpoint, stoppedTraining } from '../training/checkpoints.js';
import { describeData } from '../training/describe-data.js';
import { sameTraining } from '../training/load-training.js';
import { recipeOf } from '../training/recipe-of.js';
import { lossBody, lossInputs } from '../values/loss-body.js';
import { recipeParameters, refuseEndless, shareDone } from '../training/recipe.js';
import { bytesOf, measure } from '../tensor/sketch/measure.js';
import { inVectorOrder, partsOf } from '../training/part.js';
import { mustDivide, savingBytes, sentBytes } from '../training/must-divide.js';
import { Training, type LossOf } from '../training/training.js';
import { TrainingRun } from '../training/training-run.js';
import { pyramidSizes } from '../values/sizes.js';
import { refuseProcessor } from '../tensor/refuse-processor.js';

/** Refuse a cascade that says how long sampled videos are. */
function refuseLonger(cascade: Cascade): Refusal[] {
  if (!isLonger(cascade)) return [];
  const [path, expected] = ['with.cascade', 'a cascade without frames: training sees videos as long as the last level'];
  const got = `frames: ${cascade.levels.at(-1)?.size[0]}`;
  return [{ code: 'E_CASCADE', path, expected, got, try: 'frames where the cascade is sampled: hpdm sample --frames' }];
}

/**
 * One batch per item, and one optimiser step per `accumulate` items. The body computes the loss, and its gradient changes the weights.
 *
 * in    patches, noisy  L × [B, f, h, w, C]; sigma; origins; condition of the B items, null if left out; all are passed to the body with the network
 *       rates  frames per second of the clips, for the checkpoint, which says how fast sampled videos are played; may be left out
 * body  network and the inputs → loss (scalar), levels (loss per level)
 * out   training  the training state after the item
 * It ends when its steps or hours are used up, and so do the sources that work only for it.
 * With the precision bf16, activations, weights and gradients are rounded to bfloat16 before they are multiplied: several times as fast on
 * processors that have it.
 *
 * fails E_PRECISION where nothing computes in it; E_LOSS when `patience` steps in a row had no finite loss and gradient; E_CHECKPOINT_… when a run that goes on is another one
 * source our choice: LAMB or AdamW, linear warm-up, clipping by global norm, EMA with a half-life that grows at the start
 */
export const trainStep = stage({
  id: 'train.step',
  summary: 'One optimiser step per item, on the loss that its body computes',
  in: { ...lossInputs, rates: optional(rates()) },
  with: {
    cascade: cascade('the network to train'),
    ...recipeParameters,
    start: path('checkpoint or exported file whose weights a new run starts from; empty: none', { default: '' }),
    checkpoints: path('folder of earlier checkpoints, read where the run goes on from one', { default: 'out' }),
    classes: strings('names of the classes of the data, by number, which a checkpoint keeps; empty: not known', {
      default: [],
    }),
    memory: memoryLimit(),
  },
  body: lossBody,
  joins: true,
  out: { training: trainingPort() },
  check: (settings) => [...refuseEndless(settings), ...refuseLonger(settings.cascade)],
  checkFiles: ({ cascade, precision, start }, { goesOn, leads } = { goesOn: false, leads: true }) => {
    if (precision === 'bf16') refuseProcessor();
    if (start !== '' && !goesOn && leads) checkStart(cascade, start);
  },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  endless: () => true,
  stoppedAt: (settings) => {
    const last = stoppedTraining(settings.checkpoints);
    if (last === undefined) return undefined;
    return { item: last.items, complete: shareDone(settings, last.step, last.seconds) >= 1 };
  },
  refuseOther: (settings, upstream, seed) => {
    const { cascade, optimiser, checkpoints, classes } = settings;
    const own = { data: describeData(upstream), recipe: recipeOf(settings) };
    const about = { ...own, ...(classes.length > 0 && { classes }) };
    sameTraining({ cascade, optimiser, seed, ...about }, latestCheckpoint(checkpoints));
  },
  steps: ({ steps }) => (steps > 0 ? steps : undefined),
  cost: (settings, _, { inputs, body, share }) => {
    const { cascade, steps, optimiser, accumulate, memory } = settings;
    const isDivided = mustDivide(cascade, memory, share.of);
    const [part] = isDivided ? partsOf(inVectorOrder(cascade), share.of) : [];
    const { flops, patches, bytes } = measure(() => {
      const lossOf = lossWith(body, inputs, cascade);
      return new Training(cascade, 0, optimiser, {}, part).advance(lossOf, batchOf(inputs), settings);
    }, inputs);
    const parameters = countParameters(cascade);
    const batches = Math.max(1, steps) * accumulate;
    const flopsPerStep = flops * accumulate;
    const counts = { parameters, evaluations: batches * patches, flops: batches * flops, flopsPerStep };
    if (share.of === 1) return { ...counts, bytes };
    const sentPerStep = sentBytes(parameters, share.of, isDivided);
    if (part === undefined) return { ...counts, sentPerStep, bytes };
    const most = Math.max(bytes, bytesOf(inputs) + savingBytes(parameters, part));
    return { ...counts, sentPerStep, bytes: most, choice: `moments and average divided among ${share.of} members` };
  },
  open: async (settings, context) => {
    const { share } = context;
    const run = await TrainingRun.open(settings, context);
    return {
      next: async (inputs, number) => {
        const lossOf = lossWith(context.body, inputs, settings.cascade);
        const [batch, item] = [batchOf(inputs) * share.of, Math.floor(number / share.of)];
        const training = await run.take(lossOf, batch, item, inputs.rates ?? []);
        await new Promise((resume) => setImmediate(resume));
        return { training };
      },
      done: () => {
        run.end();
      },
      abort: () => {
        run.dispose();
      },
    };
  },
});

interface Inputs {
  readonly patches: Pyramid;
}

/** Videos of an item. */
const batchOf = ({ patches }: Inputs): number => itemAt(patches, 0).shape[0];

/** The body as a loss of the weights. */
const lossWith =
  (body: Body, inputs: Inputs, cascade: Cascade): LossOf =>
  (weights) =>
    body({ ...inputs, network: { cascade, weights } }) as ReturnType<LossOf>;
