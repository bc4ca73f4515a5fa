import { bf16Refusal } from '../../../operators/tensor/bf16-refusal.js';
import { native } from '../../../operators/tensor/native.js';
import type { Bf16Instructions } from '../../../operators/tensor/native-kernels.js';
import { PackedKernel } from '../../../operators/tensor/packed-kernel.js';
import { tf } from '../../../operators/tensor/tf.js';

const SIZE = 1024;
const RUNS = 10;

/** What computes in bfloat16 and its best rate in GFLOP/s, or why nothing does. */
export type Bf16Speed = { readonly by: Bf16Instructions; readonly gflops: number } | { readonly missing: string };

/** The rate of 1024³ products in bfloat16 on the present backend, the best of ten; a fraction of a second. */
export function bf16Speed(): Bf16Speed {
  const [refusal, by] = [bf16Refusal(), native()?.bf16Instructions()];
  if (refusal !== undefined || by === undefined) return { missing: refusal?.got ?? 'no kernels' };
  const x = tf.randomUniform<tf.Rank.R2>([SIZE, SIZE], -1, 1);
  const kernel = PackedKernel.of(x, 'bf16');
  const seconds = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    kernel.product(x).dispose();
    return (performance.now() - started) / 1000;
  });
  x.dispose();
  kernel.dispose();
  return { by, gflops: (2 * SIZE ** 3) / Math.min(...seconds) / 1e9 };
}
