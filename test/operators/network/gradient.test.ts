import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { networkTarget } from '../../../operators/denoise/preconditioning.js';
import { pyramid } from '../../../operators/denoise/pyramid.js';
import type { Weights } from '../../../operators/network/parameters.js';
import { loss } from '../../../operators/train/loss.js';
import { onEveryBackend, onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { normal } from '../../gradients.js';
import { movedNetwork, nestedOrigins } from '../../network.js';

const BATCH = 2;

const cascade = smallCascade({ network: { blocks: 2, levelsPerBlock: [2, 3] } });
const origins = nestedOrigins(BATCH);
const sigma = cascade.levels.map((_, level) => [0.2 * (level + 1), 1.5]);

/** The loss training descends, and the same once more in double precision from the outputs, for small differences. */
function training() {
  const [patches, noisy] = ['clean', 'noisy'].map((name) =>
    cascade.levels.map((_, l) => normal<tf.Tensor5D>(`${name} ${l}`, [BATCH, ...cascade.patch, cascade.channels])),
  ) as [tf.Tensor5D[], tf.Tensor5D[]];
  const outputOf = (weights: Weights) =>
    pyramid.run({ network: { cascade, weights }, noisy, sigma, origins }, {}).output;
  const targets = patches.map((clean, l) =>
    networkTarget(clean, noisy[l] as tf.Tensor5D, sigma[l] ?? [], cascade.noise.sigmaData).dataSync(),
  );
  return {
    lossOf: (weights: Weights): tf.Scalar =>
      loss.run({ network: { cascade, weights }, output: outputOf(weights), patches, noisy, sigma }, {}).loss,
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
function slopes(groups: (names: readonly string[]) => readonly (readonly string[])[], step: number) {
  const { weights } = movedNetwork(cascade);
  const names = Object.keys(weights);
  const { lossOf, precise } = training();
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
const differs = ({ analytic, numeric }: Slope): boolean =>
  !(Math.abs(analytic - numeric) < 0.02 * Math.abs(numeric) + 5e-5);

onEveryBackend('the gradient of the training loss', () => {
  test('is that of central differences, along a direction of all weights at once', () => {
    const found = tf.tidy(() => slopes((names) => [names], 5e-4));
    expect(found.filter(differs)).toEqual([]);
  });
});

/** Kernel and bias, or gamma and beta, belong together. */
const byLayer = (names: readonly string[]): string[][] => {
  const layers = [...new Set(names.map(layerOf))];
  return layers.map((layer) => names.filter((name) => layerOf(name) === layer));
};

const layerOf = (name: string): string => name.replace(/\.(kernel|bias|gamma|beta)$/, '');

onTensorflow('the gradient of the training loss', () => {
  test('is that of central differences for every layer by itself', () => {
    const found = tf.tidy(() => slopes(byLayer, 1e-3));
    expect(found.length).toBeGreaterThan(40);
    expect(found.filter(differs)).toEqual([]);
    // a layer that nothing depends on would agree with anything
    expect(found.filter(({ analytic }) => Math.abs(analytic) < 1e-4)).toEqual([]);
  });
});
