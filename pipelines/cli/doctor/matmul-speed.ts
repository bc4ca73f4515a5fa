import { tf } from '../../../operators/tensor/tf.js';

const SIZES = [128, 256, 512, 1024] as const;
/** A size is tried only if one product is expected to take less than this many seconds. */
const QUICK_S = 0.5;
/** Products are timed in runs of about this many seconds; the best of the runs that fit into the budget counts. */
const RUN_S = 0.05;
const BUDGET_S = 0.5;

/** A product to time: its operands for a size n, with 2 n³ operations. */
interface Timed {
  operands(this: void, n: number): [tf.Tensor, tf.Tensor];
  multiply(this: void, a: tf.Tensor, b: tf.Tensor): tf.Tensor;
}

const square = (n: number): [tf.Tensor, tf.Tensor] => [tf.randomUniform([n, n]), tf.randomUniform([n, n])];
const PRODUCTS = {
  plain: { operands: square, multiply: (a, b) => tf.matMul(a, b) },
  transposed: { operands: square, multiply: (a, b) => tf.matMul(a, b, true) },
  batched: {
    operands: (n) => [tf.randomUniform([8, n / 2, n / 2]), tf.randomUniform([8, n / 2, n / 2])],
    multiply: (a, b) => tf.matMul(a, b),
  },
} as const satisfies Record<string, Timed>;

/** Which product: of two square matrices, with the first one transposed, or eight of half the size. */
export type Product = keyof typeof PRODUCTS;

/** The best rate in GFLOP/s of several runs of a product, at the largest size that is expected to take less than half a second; under a second in all. */
export async function matmulSpeed(
  product: Product = 'plain',
): Promise<{ readonly gflops: number; readonly size: number }> {
  const { operands, multiply } = PRODUCTS[product];
  let best = { gflops: 0, size: 0 };
  for (const size of SIZES) {
    const flop = 2 * size ** 3;
    if (best.size > 0 && flop / (best.gflops * 1e9) > QUICK_S) break;
    const [a, b] = operands(size);
    const time = (count: number): Promise<number> => timeProducts(() => multiply(a, b), count);
    const warm = Math.min(await time(1), await time(1));
    const count = Math.max(1, Math.round(RUN_S / warm));
    let seconds = warm;
    for (let spent = 0; size === SIZES.at(-1) && spent < BUDGET_S; spent += seconds * count) {
      seconds = Math.min(seconds, (await time(count)) / count);
    }
    tf.dispose([a, b]);
    best = { gflops: flop / seconds / 1e9, size };
  }
  return best;
}

/** Seconds that `count` products take, including the wait for the last one. */
async function timeProducts(multiply: () => tf.Tensor, count: number): Promise<number> {
  const start = performance.now();
  for (let i = 1; i < count; i++) multiply().dispose();
  const last = multiply();
  // Reading waits until a GPU has finished; reading one element keeps the copy short.
  const element = tf.tidy(() => tf.slice(tf.reshape(last, [-1]), 0, 1));
  await element.data();
  tf.dispose([last, element]);
  return (performance.now() - start) / 1000;
}
