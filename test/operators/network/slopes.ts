import { tf } from '../../../operators/tensor/tf.js';
import type { Cascade } from '../../../dsl/index.js';
import { networkTarget, preconditionInput } from '../../../operators/diffusion/preconditioning.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import type { Weights } from '../../../operators/network/weights.js';
import { latentCount } from '../../../operators/network/start-latents.js';
import { trainLoss } from '../../../operators/train/loss.js';
import { cascadeKinds } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { movedNetwork, nestedOrigins, someCondition } from '../../network.js';

const BATCH = 2;

/** Where context is detached, the gradient is not that of the loss, and must not be. */
export const kinds = cascadeKinds.filter(([, { network }]) => !network.detachContext);

const origins = nestedOrigins(BATCH);

/** The loss training descends, and the same once more in double precision from the outputs, for small differences. */
function training(cascade: Cascade) {
  const { sigmaData } = cascade.noise;
  const sigma = cascade.levels.map((_, level) => [0.2 * (level + 1), 1.5]);
  const [patches, noisy] = ['clean', 'noisy'].map((name) =>
    cascade.levels.map((_, l) => normal<tf.Tensor5D>(`${name} ${l}`, [BATCH, ...cascade.patch, cascade.channels])),
  ) as [tf.Tensor5D[], tf.Tensor5D[]];
  const { selfCondition, latentWidth } = cascade.network;
  const inputs = noisy.map((x, level) => ({
    level,
    ...preconditionInput(x, sigma[level] ?? [], sigmaData, 1),
    // constants, as in training
    previous: selfCondition
      ? normal<tf.Tensor2D>(`previous ${level}`, [BATCH * latentCount(cascade), latentWidth])
      : undefined,
  }));
  const condition = someCondition(cascade, BATCH);
  const outputOf = (weights: Weights): tf.Tensor5D[] =>
    evaluatePyramid({ cascade, weights }, inputs, origins, condition).map(({ output }) => output);
  const targets = patches.map((clean, l) =>
    networkTarget(clean, noisy[l] as tf.Tensor5D, sigma[l] ?? [], sigmaData).dataSync(),
  );
  return {
    lossOf: (weights: Weights): tf.Scalar =>
      trainLoss.run(
        { network: { cascade, weights }, output: outputOf(weights), patches, noisy, sigma },
        { weights: [] },
      ).loss,
    precise: (weights: Weights): number =>
      tf.tidy(() => mean(outputOf(weights).map((f, l) => squaredError(f.dataSync(), targets[l] ?? [])))),
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const squaredError = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  mean(Array.from(a, (value, i) => (value - (b[i] ?? NaN)) ** 2));

/**
 * Slopes of the loss along random directions: those of the gradient, and central differences.
 *
 * @param groups parameters that move together
 * @param step how far they move to either side, root mean square
 */
export function slopes(
  cascade: Cascade,
  groups: (names: readonly string[]) => readonly (readonly string[])[],
  step: number,
) {
  const { weights } = movedNetwork(cascade);
  const names = Object.keys(weights);
  const { lossOf, precise } = training(cascade);
  const all = (values: readonly tf.Tensor[]): Weights =>
    Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor]));
  const gradients = all(tf.grads((...values: tf.Tensor[]) => lossOf(all(values)))(Object.values(weights)));
  const direction = all(names.map((name) => normal(`direction ${name}`, weights[name]?.shape ?? [])));
  const along = (name: string): number =>
    tf.sum(tf.mul(gradients[name] as tf.Tensor, direction[name] as tf.Tensor)).dataSync()[0] ?? NaN;
  const moved = (group: readonly string[], by: number): number =>
    tf.tidy(() => {
      const changed = group.map((name) => [
        name,
        tf.add(weights[name] as tf.Tensor, tf.mul(direction[name] as tf.Tensor, by)),
      ]);
      return precise({ ...weights, ...(Object.fromEntries(changed) as Weights) });
    });
  return groups(names).map((group) => ({
    first: group[0],
    analytic: group.reduce((sum, name) => sum + along(name), 0),
    numeric: (moved(group, step) - moved(group, -step)) / (2 * step),
  }));
}

type Slope = ReturnType<typeof slopes>[0];

/** Two per cent, and what rounding adds to a difference this small. */
export const differs = ({ analytic, numeric }: Slope): boolean =>
  !(Math.abs(analytic - numeric) < 0.02 * Math.abs(numeric) + 5e-5);

/** Two blocks have every kind of parameter; one kind of network for each way of conditioning is enough. */
export const small = kinds
  .filter(([, { condition }]) => condition.kind !== 'none')
  .map(([name, cascade]): [string, Cascade] => [
    name,
    { ...cascade, network: { ...cascade.network, blocks: 2, levelsPerBlock: [2, 3] } },
  ]);

/** The slopes along every parameter by itself: what differs, and those that nothing depends on, which would agree with anything. */
export function slopesByParameter(cascade: Cascade) {
  const found = tf.tidy(() => slopes(cascade, (names) => names.map((name) => [name]), 1e-3));
  return {
    count: found.length,
    differing: found.filter(differs),
    flat: found.filter(({ analytic }) => Math.abs(analytic) < 1e-4),
  };
}
