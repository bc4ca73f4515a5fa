import { matMul } from '../operators/tensor/matmul.js';
import { plainMatMul } from '../operators/tensor/column-sum.js';
import { stream } from '../operators/tensor/stream.js';
import { tf } from '../operators/tensor/tf.js';

const SIZE = 1024;
const PRODUCTS = 4;

/**
 * GFLOP/s of 1024³ products of random matrices, the best of `times` measurements: the speed of this machine at this moment.
 *
 * Tries both TensorFlow's kernel and hpdm's own, and takes the faster one.
 */
export function matmulRate(times: number): number {
  const [a, b] = [randomMatrix(0), randomMatrix(1)];
  const products = [() => matMul(a, b), () => plainMatMul(a, b, false, false) ?? matMul(a, b)];
  const seconds = Array.from({ length: times }, () => products.map(secondsOf)).flat();
  tf.dispose([a, b]);
  return (PRODUCTS * 2 * SIZE ** 3) / Math.min(...seconds) / 1e9;
}

const randomMatrix = (item: number): tf.Tensor2D =>
  tf.tensor2d(stream({ seed: 0, purpose: 'bench', item }).normal(SIZE * SIZE), [SIZE, SIZE]);

function secondsOf(multiply: () => tf.Tensor): number {
  const started = performance.now();
  for (let i = 0; i < PRODUCTS; i++) multiply().dispose();
  return (performance.now() - started) / 1000;
}

/** The median of the values; of an even number, the upper one of the two in the middle. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
