import { tf } from '../../../operators/tensor/tf.js';
import type { Reference } from '../../reference.js';

/** The reference's mixture of Gaussians as a denoiser of points [n, D]. */
export function mixtureDenoiser(reference: Reference): (x: tf.Tensor2D, sigma: number) => tf.Tensor2D {
  const estimate = mixtureEstimate(reference);
  return (x, sigma) => tf.tensor2d(estimate(x.arraySync(), sigma));
}

/** E[x₀ | x] for points noised to σ, known in closed form. */
export function mixtureEstimate({ shape, values }: Reference): (points: number[][], sigma: number) => number[][] {
  const [weights, means, stds] = [values('mixture.weights'), values('mixture.means'), values('mixture.stds')];
  const [K = 0, D = 0] = shape('mixture.means');
  return (points, sigma) =>
    points.map((point) => {
      const components = Array.from({ length: K }, (_, k) => {
        const [s2, mean] = [(stds[k] ?? NaN) ** 2, means.subarray(k * D, (k + 1) * D)];
        const variance = s2 + sigma ** 2;
        const distance = point.reduce((sum, value, i) => sum + (value - (mean[i] ?? NaN)) ** 2, 0);
        const log = Math.log(weights[k] ?? NaN) - (D / 2) * Math.log(variance) - distance / (2 * variance);
        return { log, estimate: point.map((value, i) => ((mean[i] ?? NaN) * sigma ** 2 + value * s2) / variance) };
      });
      const largest = Math.max(...components.map(({ log }) => log));
      const total = components.reduce((sum, { log }) => sum + Math.exp(log - largest), 0);
      return point.map((_, i) =>
        components.reduce(
          (sum, { log, estimate }) => sum + (Math.exp(log - largest) / total) * (estimate[i] ?? NaN),
          0,
        ),
      );
    });
}
