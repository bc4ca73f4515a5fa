import { choice, int, itemAt, number, optional, path, stage, type Body, type Cascade } from '../../dsl/index.js';
import { countParameters } from '../network/declare-parameters.js';
import { cascade } from '../values/cascade.js';
import { condition } from '../values/condition.js';
import { network as networkPort } from '../values/network.js';
import { origins } from '../values/origins.js';
import { pyramid, type Pyramid } from '../values/pyramid.js';
import { scalar } from '../values/scalar.js';
import { sigma } from '../values/sigma.js';
import { training as trainingPort } from '../values/training.js';
import { unbounded } from '../values/unbounded.js';
import { vector } from '../values/vector.js';
import { latestCheckpoint } from '../training/checkpoints.js';
import { loadTraining } from '../training/load-training.js';
import { OPTIMISERS } from '../training/optimiser.js';
import { measure } from '../tensor/sketch/measure.js';
import { Training, type LossOf } from '../training/training.js';
import { pyramidSizes } from '../values/sizes.js';

/**
 * One optimiser step per item. The body computes the loss, and its gradient changes the weights.
 *
 * in    patches, noisy  L × [B, f, h, w, C]; sigma; origins; condition of the B items, null if left out; all are passed to the body with the network
 * body  network and the inputs → loss (scalar), levels (loss per level)
 * out   training  the training state after the step
 * fails E_LOSS when the loss is no longer a finite number
 * source our choice: LAMB or AdamW, linear warm-up and cosine, clipping by global norm, EMA with a half-life that grows at the start
 */
export const trainStep = stage({
  id: 'train.step',
  summary: 'One optimiser step per item, on the loss that its body computes',
  in: {
    patches: pyramid(),
    noisy: unbounded(pyramid()),
    sigma: sigma(),
    origins: origins(),
    condition: optional(condition()),
  },
  with: {
    cascade: cascade('the network to train'),
    steps: int('steps of the whole run', { min: 1, unit: 'steps' }),
    optimiser: choice(OPTIMISERS, 'the optimiser', { default: 'adamw' }),
    rate: number('learning rate after warm-up', { default: 1e-3, min: 0 }),
    warmup: int('steps of linear warm-up', { default: 500, min: 0, unit: 'steps' }),
    beta1: number('decay of the mean of the gradients', { default: 0.9, min: 0, max: 1 }),
    beta2: number('decay of the mean of the squared gradients', { default: 0.99, min: 0, max: 1 }),
    epsilon: number('added to the denominator', { default: 1e-8, min: 0 }),
    weightDecay: number('weight decay of kernels', { default: 0.01, min: 0 }),
    clip: number('largest global norm of the gradient', { default: 1, min: 0 }),
    emaHalfLife: number('half-life of the moving average of the weights', { default: 50_000, min: 1, unit: 'samples' }),
    checkpoints: path('folder of earlier checkpoints, read where the run goes on from one', { default: 'out' }),
  },
  body: {
    in: {
      network: networkPort(),
      patches: pyramid(),
      noisy: unbounded(pyramid()),
      sigma: sigma(),
      origins: origins(),
      condition: optional(condition()),
    },
    out: { loss: scalar(), levels: vector('L') },
  },
  out: { training: trainingPort() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  steps: ({ steps }) => steps,
  cost: (settings, _, { inputs, body }) => {
    const { cascade, steps, optimiser } = settings;
    const { flops, patches, bytes } = measure(() => {
      const lossOf = lossWith(body, inputs, cascade);
      return new Training(cascade, 0, optimiser).advance(lossOf, batchOf(inputs), settings);
    }, inputs);
    const parameters = countParameters(cascade);
    return { parameters, evaluations: steps * patches, flops: steps * flops, flopsPerStep: flops, bytes };
  },
  open: (settings, { body, seed, progress, metric, warn }) => {
    const training = new Training(settings.cascade, seed, settings.optimiser);
    const finish = (): void => {
      training.dispose();
    };
    return {
      next: async (inputs, number) => {
        // a run that begins at an item goes on where as many steps were done
        if (number !== training.step) {
          await loadTraining(training, latestCheckpoint(settings.checkpoints, number), number);
        }
        const batch = batchOf(inputs);
        if (training.batch !== undefined && training.batch !== batch) {
          warn(
            `this run has batch ${batch}, the steps before it had batch ${training.batch}: the result will differ from that of an uninterrupted run`,
          );
        }
        const lossOf = lossWith(body, inputs, settings.cascade);
        const report = await training.update(lossOf, batch, settings);
        const { levels, ...numbers } = report;
        metric({ ...numbers, ...Object.fromEntries(levels.map((loss, level) => [`loss.${level}`, loss])) });
        progress(report.step, settings.steps, `loss ${report.loss.toFixed(3)}`);
        await new Promise((resume) => setImmediate(resume));
        return { training };
      },
      done: finish,
      abort: finish,
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
