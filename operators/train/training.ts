import { tf } from '../tensor/tf.js';
import { runFailure, type Cascade } from '../../dsl/index.js';
import { declareParameters, startingValue, type Declaration, type Weights } from '../network/parameters.js';
import { product } from '../network/shape.js';
import { adamw, clipScale, type AdamWSettings, type AdamWState } from './adamw.js';
import { emaDecay } from './ema.js';
import { learningRate } from './schedule.js';

/** How a network is trained. */
export interface TrainingSettings extends AdamWSettings {
  readonly rate: number;
  readonly warmup: number;
  readonly steps: number;
  readonly clip: number;
  /** In samples. */
  readonly emaHalfLife: number;
}

/** What one step measured. */
export interface StepReport {
  readonly step: number;
  readonly loss: number;
  readonly levels: readonly number[];
  readonly norm: number;
  readonly rate: number;
}

/** EMA half-life is at most this share of the samples seen. */
const EMA_RAMP_UP = 0.05;

/** The vectors of a training run, each [P]: what a checkpoint must hold to go on bit for bit. */
export type TrainingVectors = AdamWState;

/** A network being trained: flat parameter, moment and average vectors, and the count of steps done. */
export class Training {
  readonly declarations: readonly Declaration[];
  private readonly decayed: tf.Tensor1D;
  private vectors: TrainingVectors;
  /** Steps done so far. */
  step = 0;

  constructor(
    readonly cascade: Cascade,
    readonly seed: number,
  ) {
    this.declarations = declareParameters(cascade);
    const start = flatten(this.declarations.map((declaration) => startingValue(declaration, seed)));
    this.decayed = tf.tensor1d(
      flatten(this.declarations.map(({ shape, decay }) => new Float32Array(product(shape)).fill(decay ? 1 : 0))),
    );
    const zeros = (): tf.Tensor1D => tf.zeros([start.length]);
    this.vectors = { parameters: tf.tensor1d(start), mean: zeros(), variance: zeros(), average: tf.tensor1d(start) };
  }

  /**
   * One optimiser step.
   *
   * @param lossOf the loss of a batch under given weights: a scalar to differentiate, and the loss of every level
   * @param batch samples in the batch, for the average's half-life
   */
  async update(
    lossOf: (weights: Weights) => { loss: tf.Scalar; levels: tf.Tensor1D },
    batch: number,
    settings: TrainingSettings,
  ): Promise<StepReport> {
    const rate = learningRate(this.step + 1, { base: settings.rate, warmup: settings.warmup, total: settings.steps });
    const [next, measured] = tf.tidy(() => {
      const { gradient, loss, levels } = this.differentiate(lossOf);
      const { scale, norm } = clipScale(gradient, settings.clip);
      const averageDecay = emaDecay(this.step * batch, batch, settings.emaHalfLife, EMA_RAMP_UP);
      const step = { ...settings, step: this.step + 1, rate, averageDecay };
      const moved = adamw(this.vectors, gradient, scale, this.decayed, step);
      return [moved, tf.concat([tf.reshape(loss, [1]), tf.reshape(norm, [1]), levels])];
    });
    this.replace(next);
    this.step += 1;
    const [loss = NaN, norm = NaN, ...levels] = await measured.data();
    measured.dispose();
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      throw runFailure({
        code: 'E_LOSS',
        message: `the loss is ${loss} and its gradient's norm ${norm} at step ${this.step}`,
        expected: 'finite numbers',
        try: 'a smaller learning rate, a longer warm-up, or the checkpoint before this step',
      });
    }
    return { step: this.step, loss, levels, norm, rate };
  }

  /** The weights as named tensors: those being trained, or their moving average. Dispose them after use. */
  weights(which: 'parameters' | 'average' = 'parameters'): Weights {
    return split(this.vectors[which], this.declarations);
  }

  /** The live vectors, to be saved; they are replaced at the next step. */
  state(): TrainingVectors {
    return this.vectors;
  }

  /** Put saved vectors in place of the present ones, which are disposed. */
  restore(vectors: TrainingVectors, step: number): void {
    this.replace(vectors);
    this.step = step;
  }

  dispose(): void {
    tf.dispose([this.decayed, ...Object.values(this.vectors)]);
  }

  private differentiate(lossOf: (weights: Weights) => { loss: tf.Scalar; levels: tf.Tensor1D }): {
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
    const gradient = tf.concat(
      grads.map((g) => (g.rank === 1 ? (g as tf.Tensor1D) : tf.reshape<tf.Rank.R1>(g, [g.size]))),
    );
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

/** A flat vector cut into named tensors. */
function split(vector: tf.Tensor1D, declarations: readonly Declaration[]): Weights {
  const parts = tf.tidy(() =>
    tf
      .split(
        vector,
        declarations.map(({ shape }) => product(shape)),
      )
      // a vector has its shape already: half of all parameters, and so many kernels less
      .map((part, i) =>
        declarations[i]?.shape.length === 1 ? part : tf.reshape(part, [...(declarations[i]?.shape ?? [])]),
      ),
  );
  return Object.fromEntries(declarations.map(({ name }, i) => [name, parts[i] as tf.Tensor]));
}

function flatten(arrays: readonly Float32Array[]): Float32Array {
  const flat = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    flat.set(array, offset);
    offset += array.length;
  }
  return flat;
}
