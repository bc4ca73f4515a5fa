import { fc } from './fc.js';
import { tf } from '../operators/tensor/tf.js';

/** Values in [-1, 1] that a seed gives. */
export const uniform = <T extends tf.Tensor = tf.Tensor2D>(shape: readonly number[], seed: number): T =>
  tf.randomUniform([...shape], -1, 1, 'float32', seed) as T;

/** The factors of a product, and what is added to it. */
export interface RandomProduct {
  readonly a: tf.Tensor2D;
  readonly b: tf.Tensor2D;
  readonly options: {
    readonly transposeA: boolean;
    readonly transposeB: boolean;
    bias?: tf.Tensor1D;
    skip?: tf.Tensor2D;
  };
  readonly depth: number;
  /** A product with the bias and the skip of the options. */
  readonly added: (product: tf.Tensor) => tf.Tensor;
}

/** Call a check on random products of rows × depth × columns, with either factor transposed or not, with and without bias and skip. */
export function forProducts(
  sizes: fc.Arbitrary<[rows: number, depth: number, columns: number]>,
  numRuns: number,
  check: (given: RandomProduct) => void,
): void {
  const flags = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean());
  fc.assert(
    fc.property(sizes, flags, fc.nat(), ([rows, depth, columns], [transposeA, transposeB, biased, skipped], seed) => {
      tf.tidy(() => {
        const a = uniform(transposeA ? [depth, rows] : [rows, depth], seed);
        const b = uniform(transposeB ? [columns, depth] : [depth, columns], seed + 1);
        const bias = biased ? uniform<tf.Tensor1D>([columns], seed + 2) : undefined;
        const skip = skipped ? uniform([rows, columns], seed + 3) : undefined;
        const options = { transposeA, transposeB, ...(bias && { bias }), ...(skip && { skip }) };
        check({ a, b, options, depth, added: (product) => tf.add(tf.add(product, bias ?? 0), skip ?? 0) });
      });
    }),
    { numRuns },
  );
}
