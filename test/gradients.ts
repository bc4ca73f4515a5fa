import { expect } from '@jest/globals';
import { tf } from '../operators/tensor/tf.js';
import { stream } from '../operators/tensor/stream.js';

/** Reproducible normal numbers. */
export const normal = <T extends tf.Tensor>(purpose: string, shape: readonly number[], scale = 1): T => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    stream({ seed: 5, purpose })
      .normal(size)
      .map((x) => x * scale),
    [...shape],
  ) as T;
};

/** Largest |a − b| over largest |b|. */
export function relativeToMax(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, largest] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
    largest = Math.max(largest, Math.abs(b[i] ?? 0));
  }
  return difference / (largest || 1);
}

/** Largest |a − b| / (1 + |b|). */
export function mixedError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < b.length; i++) {
    const error = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)) / (1 + Math.abs(b[i] ?? 0));
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }
  return worst;
}

/** Expect the gradient of Σ f(inputs) · g to agree with central differences, for every element of every input. */
export function expectGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  tolerance = 2e-2,
): void {
  const before = tf.memory().numTensors;
  const probe = tf.tidy(() => f(...inputs));
  const weights = normal('upstream', probe.shape);
  const value = (...values: tf.Tensor[]): tf.Scalar => tf.sum<tf.Scalar>(tf.mul(f(...values), weights));
  const gradients = tf.grads(value)([...inputs]);
  inputs.forEach((input, index) => {
    const numeric = centralDifferences((changed) => {
      const others = inputs.map((other, i) => (i === index ? changed : other));
      return tf.tidy(() => value(...others).dataSync()[0] ?? NaN);
    }, input);
    expect(relativeToMax(gradients[index]?.dataSync() ?? [], numeric)).toBeLessThan(tolerance);
  });
  tf.dispose([probe, weights, ...gradients]);
  expect(tf.memory().numTensors).toBe(before);
}

const STEP = 1e-2;

function centralDifferences(f: (x: tf.Tensor) => number, x: tf.Tensor): number[] {
  const values = x.dataSync();
  const at = (i: number, move: number): number => {
    const moved = Float32Array.from(values);
    moved[i] = (moved[i] ?? 0) + move;
    const tensor = tf.tensor(moved, x.shape);
    const result = f(tensor);
    tensor.dispose();
    return result;
  };
  return Array.from(values, (_, i) => (at(i, STEP) - at(i, -STEP)) / (2 * STEP));
}
