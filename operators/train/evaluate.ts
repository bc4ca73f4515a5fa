import { int, itemAt, stage, type Cascade } from '../../dsl/index.js';
import { sketchWeights } from '../network/declare-parameters.js';
import { measure } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';
import { cascade } from '../values/cascade.js';
import { training as trainingPort } from '../values/training.js';
import { lossBody, lossInputs } from '../values/loss-body.js';
import { copyState, weightsOf, type TrainingState } from '../training/training-state.js';
import { pyramidSizes } from '../values/sizes.js';

/**
 * Measure the loss on clips that are not trained on, at regular steps, with the moving average of the weights. The clips, their noise and
 * their offsets are constants of the run, so that the values compare. Without clips nothing is measured.
 *
 * in    training  the state of the run
 *       patches, noisy  L × [B, f, h, w, C]; sigma; origins; condition of the B items, null if left out; all are passed to the body
 * body  network and the inputs → loss (scalar), levels (loss per level)
 * out   training  the state, with the loss of every level on the held-out clips if it was measured
 */
export const trainEvaluate = stage({
  id: 'train.evaluate',
  summary: 'Measure the loss on held-out clips at regular steps',
  in: {
    training: trainingPort(),
    ...lossInputs,
  },
  with: {
    cascade: cascade('the network in training'),
    every: int('steps between measurements', { default: 100, min: 1, unit: 'steps' }),
  },
  body: lossBody,
  out: { training: trainingPort() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  cost: ({ cascade }, _, { inputs, body }) => {
    const evaluate = () => body({ ...inputs, network: { cascade, weights: sketchWeights(cascade) } });
    return { bytes: measure(evaluate, inputs).bytes };
  },
  open: ({ cascade, every }, { body, metric, share }) => ({
    next: async ({ training, ...clips }) => {
      const isDue = training.report !== undefined && training.step % every === 0;
      // the leader measures, and the others wait for it in the next step
      if (!isDue || share.index > 0 || itemAt(clips.patches, 0).shape[0] === 0) return { training };
      const levels = tf.tidy(() => body({ ...clips, network: averaged(training, cascade) })['levels'] as tf.Tensor1D);
      const heldOut = [...(await levels.data())];
      levels.dispose();
      metric({ step: training.step, ...Object.fromEntries(heldOut.map((loss, level) => [`heldOut.${level}`, loss])) });
      return { training: copyState(training, { heldOut }) };
    },
  }),
});

/** The network with the moving average of the weights; in a tidy. */
const averaged = (training: TrainingState, cascade: Cascade) => ({ cascade, weights: weightsOf(training, 'average') });
