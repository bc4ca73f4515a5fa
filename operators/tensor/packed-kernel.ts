import { HpdmError } from '../../dsl/index.js';
import { bf16Refusal } from './bf16-refusal.js';
import { native } from './native.js';
import type { NativeKernels, PackedNorm, PackedOptions, Panels } from './native-kernels.js';
import type { Precision } from './precision.js';
import type { tf } from './tf.js';

/**
 * A kernel [in, out] of a linear layer, packed once as the products of this processor read it, in float32 or rounded to bfloat16. Products
 * with bfloat16 round the activations, too; all sums are in float32. They are for inference and have no gradient. A row of a result depends
 * on its row of activations alone, not on how many there are or on the number of threads.
 */
export class PackedKernel {
  private constructor(
    readonly shape: readonly [from: number, to: number],
    private readonly packed: Panels,
  ) {}

  /**
   * @param kernel [in, out] float32, which stays as it is
   * fails E_PRECISION, with what is missing, where nothing here computes in bfloat16; RangeError where hpdm's own kernels are missing
   */
  static of(kernel: tf.Tensor2D, precision: Precision): PackedKernel {
    const refusal = precision === 'bf16' ? bf16Refusal() : undefined;
    if (refusal !== undefined) throw new HpdmError({ code: 'E_PRECISION', ...refusal });
    const bf16 = precision === 'bf16' ? kernels().bf16Instructions() : undefined;
    const packed = { panels: kernels().packKernel(kernel, bf16), columns: kernel.shape[1], bf16 };
    return new PackedKernel(kernel.shape, packed);
  }

  /**
   * gelu(norm(x) · kernel + bias) + skip, with what is not in the options left out.
   *
   * @param x [rows, in]
   * @returns [rows, out]
   */
  product(x: tf.Tensor2D, options: PackedOptions = {}): tf.Tensor2D {
    return kernels().packedProduct(x, this.packed, options);
  }

  /**
   * x + gelu(norm(x) · kernel + bias) · second + its bias; nothing of the hidden layer is in memory.
   *
   * @param x [rows, in]
   * @param second kernel [out, in], packed in the same precision, and bias [in] of the second layer
   */
  mlp(
    x: tf.Tensor2D,
    { norm, bias }: { readonly norm: PackedNorm; readonly bias: tf.Tensor1D },
    second: { readonly kernel: PackedKernel; readonly bias: tf.Tensor1D },
  ): tf.Tensor2D {
    return kernels().packedMlp(
      x,
      norm,
      { ...this.packed, bias },
      { panels: second.kernel.packed.panels, bias: second.bias },
    );
  }

  dispose(): void {
    this.packed.panels.dispose();
  }
}

/** A kernel of a linear layer, [in, out]: a tensor in float32, or packed. */
export type Kernel = tf.Tensor2D | PackedKernel;

/** hpdm's own kernels; fails on a backend without them. */
function kernels(): NativeKernels {
  const found = native();
  if (found === undefined) throw new RangeError("the backend has none of hpdm's own kernels");
  return found;
}
