import { tf } from '../tensor/tf.js';
import { HpdmError, type Cascade } from '../../dsl/index.js';
import { filled } from '../tensor/filled.js';
import { countParameters, declareParameters } from '../network/declare-parameters.js';
import { startingValue } from '../network/starting-value.js';
import type { Declaration } from '../network/declaration.js';
import type { Weights } from '../network/weights.js';
import { product } from '../tensor/product.js';
import { adamw, clipScale, type AdamWSettings, type AdamWState, type AdamWStep, type Optimise } from './adamw.js';
import { emaDecay } from './ema-decay.js';
import { lamb } from './lamb.js';
import type { Optimiser } from './optimiser.js';
import { learningRate } from './learning-rate.js';
import { join, split } from './join.js';

/** The settings of training. */
export interface TrainingSettings extends AdamWSettings {
  readonly rate: number;
  readonly warmup: number;
  readonly steps: number;
  readonly clip: number;
  /** Half-life of the moving average, in samples. */
  readonly emaHalfLife: number;
}

/** The measurements of one step. */
export interface StepReport {
  readonly step: number;
  readonly loss: number;
  readonly levels: readonly number[];
  readonly norm: number;
  readonly rate: number;
}

/** The loss of a batch under given weights: a scalar to differentiate, and the loss of every level. */
export type LossOf = (weights: Weights) => { loss: tf.Scalar; levels: tf.Tensor1D };

const MOVES: Readonly<Record<Optimiser, Optimise>> = { adamw, lamb };

/** The half-life of the moving average is at most this fraction of the samples seen. */
const EMA_RAMP_UP = 0.05;

/** The vectors of a training run, each [P]. A checkpoint must contain all of them, so that a run continues bit for bit. */
export type TrainingVectors = AdamWState;

/** Learning rate of a step, counted from 1. */
const rateOf = (step: number, { rate, warmup, steps }: TrainingSettings): number =>
  learningRate(step, { base: rate, warmup, total: steps });

/** A network in training: flat vectors of parameters, moments and average, and the number of steps done. */
export class Training {
  /** The parameters in the order of the vectors; those that decay come first. */
  readonly declarations: readonly Declaration[];
  private vectors: TrainingVectors;
  /** Number of steps done. */
  step = 0;
  /** Samples of the last step; not known before the first. */
  batch: number | undefined;

  constructor(
    readonly cascade: Cascade,
    readonly seed: number,
    readonly optimiser: Optimiser,
  ) {
    const declared = declareParameters(cascade);
    this.declarations = [...declared.filter(({ decay }) => decay), ...declared.filter(({ decay }) => !decay)];
    const size = countParameters(cascade);
    const zeros = (): tf.Tensor1D => tf.zeros([size]);
    const parameters = filled<tf.Rank.R1>([size], (data) => {
      let offset = 0;
      for (const declaration of this.declarations) {
        const start = startingValue(declaration, seed);
        data.set(start, offset);
        offset += start.length;
      }
    });
    this.vectors = { parameters, mean: zeros(), variance: zeros(), average: tf.clone(parameters) };
  }

  /**
   * One optimiser step, and what it measured.
   *
   * @param lossOf computes the loss of a batch for given weights: a scalar to differentiate, and the loss of every level
   * @param batch number of samples in the batch, for the half-life of the average
   * fails E_LOSS when the loss is no longer a finite number
   */
  async update(lossOf: LossOf, batch: number, settings: TrainingSettings): Promise<StepReport> {
    const rate = rateOf(this.step + 1, settings);
    const measured = this.advance(lossOf, batch, settings);
    const [loss = NaN, norm = NaN, ...levels] = await measured.data();
    measured.dispose();
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      throw new HpdmError({
        code: 'E_LOSS',
        message: `the loss is ${loss} and its gradient's norm ${norm} at step ${this.step}`,
        expected: 'finite numbers',
        try: 'a smaller learning rate, a longer warm-up, or the checkpoint before this step',
      });
    }
    return { step: this.step, loss, levels, norm, rate };
  }

  /**
   * One optimiser step; nothing in it waits, so that a plan can run it on sketches.
   *
   * @returns the loss, the norm of its gradient, and the loss of every level, [2 + L]
   */
  advance(lossOf: LossOf, batch: number, settings: TrainingSettings): tf.Tensor1D {
    this.batch = batch;
    const [next, measured] = tf.tidy(() => {
      const { gradient, loss, levels } = this.differentiate(lossOf);
      const { scale, norm } = clipScale(gradient, settings.clip);
      const averageDecay = emaDecay(this.step * batch, batch, settings.emaHalfLife, EMA_RAMP_UP);
      const step = { ...settings, step: this.step + 1, rate: rateOf(this.step + 1, settings), averageDecay };
      const moved = this.move(gradient, scale, step);
      return [moved, tf.concat<tf.Tensor1D>([tf.reshape(loss, [1]), tf.reshape(norm, [1]), levels])];
    });
    this.replace(next);
    this.step += 1;
    return measured;
  }

  /** The trained weights or their moving average, as named tensors; the caller disposes of them. */
  weights(which: 'parameters' | 'average' = 'parameters'): Weights {
    return split(this.vectors[which], this.declarations);
  }

  /** The vectors, for saving; the next step replaces them. */
  state(): TrainingVectors {
    return this.vectors;
  }

  /** Replace the vectors by saved ones, and dispose of the old ones. */
  restore(vectors: TrainingVectors, step: number): void {
    this.replace(vectors);
    this.step = step;
  }

  /** Free the vectors. */
  dispose(): void {
    tf.dispose(Object.values(this.vectors));
  }

  private move(gradient: tf.Tensor1D, scale: tf.Scalar, step: AdamWStep): TrainingVectors {
    const kernels = this.declarations.filter(({ decay }) => decay).map(({ shape }) => product(shape));
    return MOVES[this.optimiser](this.vectors, gradient, scale, kernels, step);
  }

  private differentiate(lossOf: LossOf): {
    gradient: tf.Tensor1D;
    loss: tf.Scalar;
    levels: tf.Tensor1D;
  } {
    const weights = this.weights();
    const tensors = Object.values(weights);
    let levels: tf.Tensor1D | undefined;
    const { value, grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
      const named = Object.fromEntries(Object.keys(weights).map((name, i) => [name, values[i] as tf.Tensor]));
      const result = lossOf(named);
      levels = tf.keep(result.levels);
      return result.loss;
    })(tensors);
    const gradient = join(grads);
    // neither is read again, and each is as large as the network, so free them early
    tf.dispose([grads, weights]);
    const kept = levels as unknown as tf.Tensor1D;
    const copy = tf.clone(kept);
    kept.dispose();
    return { gradient, loss: value, levels: copy };
  }

  private replace(next: TrainingVectors): void {
    tf.dispose(Object.values(this.vectors));
    this.vectors = next;
  }
}
