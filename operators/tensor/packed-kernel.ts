import { HpdmError } from '../../dsl/index.js';
import { bf16Refusal } from './bf16-refusal.js';
import { native } from './native.js';
import type { NativeKernels, PackedNorm, PackedOptions } from './native-kernels.js';
import type { tf } from './tf.js';

/**
 * A kernel [in, out] of a linear layer in bfloat16, rounded and packed once for the instructions of this processor. Products with it round
 * the activations to bfloat16, too, and sum in float32. They are for inference and have no gradient. A row of a result depends on its row of
 * activations alone, not on how many there are or on the number of threads.
 */
export class PackedKernel {
  private constructor(
    readonly shape: readonly [from: number, to: number],
    private readonly panels: tf.Tensor1D,
  ) {}

  /**
   * @param kernel [in, out] float32, which stays as it is
   * fails E_PRECISION, with what is missing, where nothing here computes in bfloat16
   */
  static of(kernel: tf.Tensor2D): PackedKernel {
    return new PackedKernel(kernel.shape, kernels().packKernel(kernel));
  }

  /**
   * gelu(norm(x) · kernel + bias) + skip, with what is not in the options left out.
   *
   * @param x [rows, in]
   * @returns [rows, out]
   */
  product(x: tf.Tensor2D, options: PackedOptions = {}): tf.Tensor2D {
    return kernels().packedProduct(x, { panels: this.panels, columns: this.shape[1] }, options);
  }

  /**
   * x + gelu(norm(x) · kernel + bias) · second + its bias; nothing of the hidden layer is in memory.
   *
   * @param x [rows, in]
   * @param second kernel [out, in] and bias [in] of the second layer
   */
  mlp(
    x: tf.Tensor2D,
    { norm, bias }: { readonly norm: PackedNorm; readonly bias: tf.Tensor1D },
    second: { readonly kernel: PackedKernel; readonly bias: tf.Tensor1D },
  ): tf.Tensor2D {
    const first = { panels: this.panels, columns: this.shape[1], bias };
    return kernels().packedMlp(x, norm, first, { panels: second.kernel.panels, bias: second.bias });
  }

  dispose(): void {
    this.panels.dispose();
  }
}

/** A kernel of a linear layer, [in, out]: in float32, or packed in bfloat16. */
export type Kernel = tf.Tensor2D | PackedKernel;

function kernels(): NativeKernels {
  const refusal = bf16Refusal();
  const found = native();
  if (refusal === undefined && found !== undefined) return found;
  throw new HpdmError({ code: 'E_PRECISION', ...refusal });
}
