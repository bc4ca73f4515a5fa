import { itemAt, type Cascade } from '../dsl/index.js';
import type { StoredTensor } from '../operators/disk/safetensors.js';
import { networkTarget } from '../operators/diffusion/preconditioning.js';
import { preconditionPyramid } from '../operators/diffusion/precondition-pyramid.js';
import { unitNoise } from '../operators/diffusion/unit-noise.js';
import { contextMatrices } from '../operators/network/context-matrices.js';
import { evaluatePyramid } from '../operators/network/evaluate-pyramid.js';
import { relativeOrigins } from '../operators/network/origin.js';
import type { LevelInput } from '../operators/network/run-blocks.js';
import { stream } from '../operators/tensor/stream.js';
import { tf } from '../operators/tensor/tf.js';
import { originsOfItems } from '../operators/tiles/nested-origins.js';
import { startingWeights } from './untrained.js';

/** How far weights are moved from where training starts, where many are 0 and say nothing of what is computed. */
const MOVED = 0.02;

/** A batch of nested patches of noise, and a network to train on it. The cost of a step does not depend on numbers. */
export class TrainedBatch {
  readonly cascade: Cascade;
  readonly #origins: ReturnType<typeof originsOfItems>;
  readonly #weights: Record<string, tf.Tensor>;
  readonly #inputs: readonly LevelInput[];
  readonly #targets: readonly tf.Tensor5D[];

  /** @param batch clips */
  constructor(cascade: Cascade, batch: number) {
    const { levels, patch, channels, noise } = cascade;
    this.cascade = cascade;
    const perItem = originsOfItems(cascade, 'nested', { seed: 0, first: 0, count: batch });
    this.#origins = levels.map((_, level) => perItem.map((item) => itemAt(item, level)));
    const drawn = (purpose: string, level: number): tf.Tensor5D =>
      unitNoise([batch, ...patch, channels], { seed: 0, purpose, level });
    const sigma = levels.map((_, level) =>
      Array.from(stream({ seed: 0, purpose: 'sigma', level }).normal(batch)).map((z) => Math.exp(z)),
    );
    const clean = levels.map((_, level) => drawn('clean', level));
    const noisy = levels.map((_, level) => drawn('noisy', level));
    this.#inputs = preconditionPyramid(cascade, noisy, sigma);
    this.#targets = clean.map((one, level) =>
      networkTarget(one, itemAt(noisy, level), itemAt(sigma, level), noise.sigmaData),
    );
    this.#weights = Object.fromEntries(
      Object.entries(startingWeights(cascade)).map(([name, weight]) => {
        const moves = stream({ seed: 0, purpose: `moved ${name}` }).normal(weight.size);
        return [name, tf.add(weight, tf.mul(tf.tensor(moves, weight.shape), MOVED))];
      }),
    );
  }

  /** The mean squared error to the target, averaged over the levels, and the norm of its gradient. */
  async lossAndNorm(): Promise<{ readonly loss: number; readonly norm: number }> {
    const names = Object.keys(this.#weights);
    const lossOf = (...values: tf.Tensor[]): tf.Scalar => {
      const weights = Object.fromEntries(names.map((name, i) => [name, itemAt(values, i)]));
      const network = { cascade: this.cascade, weights, precision: 'float32' as const };
      const outputs = evaluatePyramid(network, this.#inputs, this.#origins);
      const errors = outputs.map(({ output }, level) =>
        tf.mean(tf.square(tf.sub(output, itemAt(this.#targets, level)))),
      );
      return tf.mean(tf.stack(errors));
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(Object.values(this.#weights));
    const squares = tf.tidy(() => tf.addN(grads.map((gradient) => tf.sum(tf.square(gradient)))));
    const [[loss], [square]] = await Promise.all([value.data<'float32'>(), squares.data<'float32'>()]);
    tf.dispose([value, grads, squares]);
    return { loss: loss ?? NaN, norm: Math.sqrt(square ?? NaN) };
  }

  /** The weights, and of each level ℓ as `in.ℓ.…` its inputs, targets, places, and matrices that interpolate the coarser levels. */
  async numbers(): Promise<Record<string, StoredTensor>> {
    const { cascade } = this;
    const all = new Map<string, tf.Tensor>(Object.entries(this.#weights));
    for (const [level, { patches, noise }] of this.#inputs.entries()) {
      const origins = itemAt(this.#origins, level);
      const keep = (name: string, tensor: tf.Tensor) => all.set(`in.${level}.${name}`, tensor);
      keep('patches', patches);
      keep('noise', noise);
      keep('target', itemAt(this.#targets, level));
      keep('places', tf.tensor2d(relativeOrigins(cascade, origins), [origins.length, 3]));
      for (let parent = 0; parent < level; parent++) {
        const parents = itemAt(this.#origins, parent);
        const read = { [`context.${parent}`]: contextMatrices(cascade, level, origins, parent, parents) };
        const seen = { pixels: contextMatrices(cascade, level, origins, parent, parents, cascade.patch) };
        for (const [what, { f, h, w }] of Object.entries({ ...read, ...(parent === level - 1 ? seen : {}) }))
          [f, h, w].forEach((matrix, axis) => matrix && keep(`${what}.${axis}`, matrix));
      }
    }
    const entries = [...all].map(async ([name, tensor]) => [name, await stored(tensor)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

/** A tensor as a file has it. */
export const stored = async (tensor: tf.Tensor): Promise<StoredTensor> => ({
  dtype: 'F32',
  shape: tensor.shape,
  data: await tensor.data<'float32'>(),
});
