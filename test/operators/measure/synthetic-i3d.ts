import { I3dNetwork } from '../../../operators/measure/i3d-network.js';
import { i3dTensors } from '../../../operators/measure/i3d-tensors.js';
import { tf } from '../../../operators/tensor/tf.js';

/** The hash that the reference's weights and input are made by. */
function uniform(seed: number, j: number): number {
  let h = (j + seed) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** What is made of a number in [-½, ½] for a tensor. */
function scaled(name: string, shape: readonly number[]): (u: number) => number {
  if (name.endsWith('moving_variance')) return (u) => 1 + u;
  if (!name.endsWith('conv_3d/w')) return (u) => 0.2 * u;
  const inputs = shape.slice(0, 4).reduce((a, b) => a * b, 1);
  const scale = 2 * Math.sqrt(3 / inputs) * Math.sqrt(2);
  return (u) => u * scale;
}

/** I3D with weights that a hash makes, as those of the reference. */
export function syntheticI3d(): I3dNetwork {
  const entries = i3dTensors().map(({ name, shape, length }, k) => {
    const seed = Math.imul(0x9e3779b9, k + 1) >>> 0;
    const of = scaled(name, shape);
    const data = Float32Array.from({ length }, (_, j) => of(uniform(seed, j) - 0.5));
    return [name, tf.tensor(data, [...shape])] as const;
  });
  return new I3dNetwork(Object.fromEntries(entries));
}

/** The input of the reference, [1, T, H, W, 3]. */
export const i3dInput = (T: number, H: number, W: number): tf.Tensor5D =>
  tf.tensor5d(
    Float32Array.from({ length: T * H * W * 3 }, (_, j) => 2 * uniform(12345, j) - 1),
    [1, T, H, W, 3],
  );
