import type { tf } from './tf.js';

/**
 * hpdm's own kernels. Shapes are those of the functions with the same names in this folder. If there is no memory for a result, they fail as
 * TensorFlow's kernels do.
 */
export interface NativeKernels {
  /** The rows scaled to mean 0 and variance 1, [n, d], and the factor of each row, [n, 1]. */
  normalise(x: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D];
  /** The gradient of x: skip + inverse · (g − mean(g) − normal · mean(g · normal)), where g = dy · gamma and dy is the gradient of normal · gamma. */
  normaliseGradient(
    dy: tf.Tensor2D,
    gamma: tf.Tensor1D | undefined,
    normal: tf.Tensor2D,
    inverse: tf.Tensor2D,
    skip?: tf.Tensor2D,
  ): tf.Tensor2D;
  /** normal · (1 + scale) + shift with a scale and a shift per patch, [N, d]; the normal rows; and the factor of each row, [n, 1]. */
  modulate(x: tf.Tensor2D, shift: tf.Tensor2D, scale: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  /** Gradients of x, shift and scale. */
  modulateGradient(
    dy: tf.Tensor2D,
    scale: tf.Tensor2D,
    normal: tf.Tensor2D,
    inverse: tf.Tensor2D,
  ): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  /** x + gate · y with a gate per patch, [N, d]. */
  addGated(x: tf.Tensor2D, y: tf.Tensor2D, gate: tf.Tensor2D): tf.Tensor2D;
  /** Gradients of y and gate. */
  addGatedGradient(dy: tf.Tensor2D, y: tf.Tensor2D, gate: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D];
  /** x + Σ over the tokens around each of tap · neighbour; with `reversed`, the first tap is that of the last neighbour. */
  addNeighbours(x: tf.Tensor2D, taps: tf.Tensor2D, grid: TokenGrid, reversed: boolean): tf.Tensor2D;
  /** The gradient of the taps, [27, d]. */
  tapsGradient(x: tf.Tensor2D, dy: tf.Tensor2D, grid: TokenGrid): tf.Tensor2D;
  /** See `resample`; with `transposed`, by the transposed matrices. */
  resample(x: tf.Tensor5D, axes: AxisMatrices, transposed: boolean): tf.Tensor5D;
  /** `size` standard normals from each of some places in random streams on, [n, size]. @param places [n, 7], rows of `placeInStream` */
  normals(places: tf.Tensor2D, size: number): tf.Tensor2D;
  /** gamma · kernel and beta · kernel + bias. */
  foldNorm(gamma: V, beta: V, kernel: tf.Tensor2D, bias: V): [tf.Tensor2D, V];
  /** Gradients of gamma, beta and kernel from those of the folded kernel and bias. */
  unfoldNorm(gamma: V, beta: V, kernel: tf.Tensor2D, dFolded: tf.Tensor2D, dBias: V): [V, V, tf.Tensor2D];
  /** Sum over the rows, [n, d] → [d]. */
  columnSum(x: tf.Tensor2D): tf.Tensor1D;
  /** a · b + bias + skip. */
  matMul(a: tf.Tensor2D, b: tf.Tensor2D, options: ProductOptions): tf.Tensor2D;
  /** What bfloat16 can be computed with; undefined: nothing. */
  bf16Instructions(): Bf16Instructions | undefined;
  /** A kernel [in, out] as `packedProduct` takes it: in bfloat16, a vector of bits that are no numbers. @param bf16 see `Panels` */
  packKernel(kernel: tf.Tensor2D, bf16?: Bf16Instructions): V;
  /** See `PackedKernel`. */
  packedProduct(x: tf.Tensor2D, kernel: Panels, options: PackedOptions): tf.Tensor2D;
  /** See `PackedKernel`. @param second is packed as `first` is */
  packedMlp(
    x: tf.Tensor2D,
    norm: PackedNorm,
    first: Panels & { readonly bias: V },
    second: { readonly panels: V; readonly bias: V },
  ): tf.Tensor2D;
  /** Gradients of a linear layer's kernel and bias, xᵀ · dy and the sum over the rows of dy. */
  kernelGradient(x: tf.Tensor2D, dy: tf.Tensor2D, bf16?: Bf16Instructions): [tf.Tensor2D, V];
  /**
   * gelu(x · w1 + b1) · w2 + b2 + skip, and what its gradient needs of the hidden layer: the sums before GELU in an order of their own, and in
   * bfloat16 a vector of bits that are no numbers.
   *
   * @param layers w1 [in, m], b1 [m], w2 [m, out], b2 [out]
   */
  mlp(x: tf.Tensor2D, layers: MlpLayers, bf16?: Bf16Instructions, skip?: tf.Tensor2D): [tf.Tensor2D, V];
  /** Gradients of x, w1, b1, w2 and b2; `kept` is what `mlp` returned besides. */
  mlpGradient(
    x: tf.Tensor2D,
    kept: V,
    kernels: readonly [w1: tf.Tensor2D, w2: tf.Tensor2D],
    dy: tf.Tensor2D,
    bf16?: Bf16Instructions,
  ): [tf.Tensor2D, tf.Tensor2D, V, tf.Tensor2D, V];
  /** Attention of [B·m, a] queries over [B·n, 2a] keys and values, or over one [B·n, 3a] matrix; returns also the log-sum-exp of the scores. */
  attention(q: tf.Tensor2D, kv: tf.Tensor2D | undefined, shape: AttentionShape): [tf.Tensor2D, tf.Tensor2D];
  /** Gradients of q and kv, in the same layout. */
  attentionGradient(
    q: tf.Tensor2D,
    kv: tf.Tensor2D | undefined,
    shape: AttentionShape,
    result: readonly [out: tf.Tensor2D, logSumExp: tf.Tensor2D, dy: tf.Tensor2D],
  ): tf.Tensor2D[];
  /** Parameters, moments and average after a step of AdamW, or of LAMB if `adapted`; see training/adamw.ts. */
  adam(
    vectors: readonly V[],
    step: { settings: V; scale: tf.Scalar; kernels: readonly number[]; adapted: boolean },
  ): [V, V, V, V];
  /** All numbers of several tensors in one vector, one tensor after the other. */
  join(tensors: readonly tf.Tensor[]): V;
  /** The inverse of join. */
  cut(vector: V, shapes: readonly (readonly number[])[]): tf.Tensor[];
}
type V = tf.Tensor1D;

/** Tokens of a patch along time, height and width. */
export type TokenGrid = readonly [frames: number, rows: number, columns: number];

/**
 * One matrix [out, in] per axis, for every sample or [1, out, in] for all: row i holds the weights of the inputs in output i. An axis without a
 * matrix stays as it is.
 */
export interface AxisMatrices {
  readonly f: tf.Tensor3D | undefined;
  readonly h: tf.Tensor3D | undefined;
  readonly w: tf.Tensor3D | undefined;
}

/** Kernels and biases of the two layers of an MLP. */
export type MlpLayers = readonly [w1: tf.Tensor2D, b1: tf.Tensor1D, w2: tf.Tensor2D, b2: tf.Tensor1D];

/** What bfloat16 is computed with: AMX tiles, or the older instructions of AVX-512. */
export type Bf16Instructions = 'AMX' | 'AVX512-BF16';

/** Scale and shift of a layer norm, each [in]. */
export interface PackedNorm {
  readonly gamma: tf.Tensor1D;
  readonly beta: tf.Tensor1D;
}

/** What a product with a packed kernel does besides. */
export interface PackedOptions {
  /** Scale and shift of a layer norm of the rows, before the product. */
  readonly norm?: PackedNorm | undefined;
  /** [out] added to every row. */
  readonly bias?: tf.Tensor1D | undefined;
  /** Whether GELU comes after the bias. */
  readonly gelu?: boolean;
  /** [rows, out] added at the end. */
  readonly skip?: tf.Tensor2D | undefined;
}

/** A packed kernel and its number of columns. */
export interface Panels {
  readonly panels: tf.Tensor1D;
  readonly columns: number;
  /** In bfloat16, for these instructions; undefined: in float32. */
  readonly bf16?: Bf16Instructions | undefined;
}

/** Options of a product: which factors are read transposed, and what is added to the result. */
export interface ProductOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** [columns] added to every row. */
  readonly bias?: tf.Tensor1D | undefined;
  /** [rows, columns] added to the result. */
  readonly skip?: tf.Tensor2D | undefined;
  /** With these instructions, on factors rounded to bfloat16; undefined: in float32. */
  readonly bf16?: Bf16Instructions | undefined;
}

/** Shape of an attention: how the rows are divided into samples and heads, and the bias of the scores. */
export interface AttentionShape {
  readonly batch: number;
  readonly heads: number;
  /** [B, n] added to the scores of all queries, not differentiated; 0 for a visible key, a large negative number for a hidden one. */
  readonly bias?: tf.Tensor2D | undefined;
}
