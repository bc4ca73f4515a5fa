import { matMul } from '../../operators/tensor/matmul.js';
import { tf } from '../../operators/tensor/tf.js';
import { computed } from '../computed.js';

const PRODUCTS = 8;

/** GFLOP/s of products of square matrices on the card, the best of three measurements after one that compiles the shader. */
export async function productRate(size: number): Promise<number> {
  const x = tf.randomNormal<tf.Rank.R2>([size, size]);
  const rates: number[] = [];
  for (let round = -1; round < 3; round++) {
    const started = performance.now();
    for (let i = 1; i < PRODUCTS; i++) matMul(x, x).dispose();
    const last = matMul(x, x);
    await computed(last);
    last.dispose();
    if (round >= 0) rates.push((PRODUCTS * 2 * size ** 3) / (performance.now() - started) / 1e6);
  }
  x.dispose();
  return Math.max(...rates);
}
