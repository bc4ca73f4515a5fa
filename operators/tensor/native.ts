import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isSketching } from './sketch/engine.js';
import { tf } from './tf.js';

/** The part of tfjs-node's backend that runs an operation by name. */
interface TensorFlowBackend {
  readonly binding: { readonly TF_ATTR_INT: number };
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[], n: number): unknown;
}

const require = createRequire(import.meta.url);

let loaded = false;

/**
 * Load hpdm's own kernels (operators/tensor/native) into the process; TensorFlow must be loaded first.
 *
 * @param file the library that `hpdm setup` compiled; if it does not exist, TensorFlow's general kernels are used
 * @returns whether the kernels are loaded
 */
export function loadNative(file: string): boolean {
  if (!loaded && existsSync(file)) {
    require(file);
    loaded = true;
  }
  return loaded;
}

type Attributes = Readonly<Record<string, number | readonly number[]>>;

/**
 * hpdm's kernels of the running TensorFlow backend; nothing on other backends, on a GPU, or where they are not built. Plans count on
 * them.
 */
export function native(): NativeKernels | undefined {
  if (!(loaded || isSketching()) || tf.getBackend() !== 'tensorflow') return undefined;
  const backend = tf.backend() as unknown as TensorFlowBackend;
  return backend.isUsingGpuDevice ? undefined : kernelsOf(backend);
}

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
  /** gamma · kernel and beta · kernel + bias. */
  foldNorm(gamma: V, beta: V, kernel: tf.Tensor2D, bias: V): [tf.Tensor2D, V];
  /** Gradients of gamma, beta and kernel from those of the folded kernel and bias. */
  unfoldNorm(gamma: V, beta: V, kernel: tf.Tensor2D, dFolded: tf.Tensor2D, dBias: V): [V, V, tf.Tensor2D];
  /** gelu(x + bias). */
  biasGelu(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D;
  /** Gradients of x and bias. */
  biasGeluGradient(x: tf.Tensor2D, bias: tf.Tensor1D, dy: tf.Tensor2D): [tf.Tensor2D, tf.Tensor1D];
  /** Sum over the rows, [n, d] → [d]. */
  columnSum(x: tf.Tensor2D): tf.Tensor1D;
  /** a · b + bias + skip. */
  matMul(a: tf.Tensor2D, b: tf.Tensor2D, options: ProductOptions): tf.Tensor2D;
  /** What bfloat16 can be computed with; undefined: nothing. */
  bf16Instructions(): Bf16Instructions | undefined;
  /** A kernel [in, out] in bfloat16, as `packedProduct` takes it: a vector of bits that are no numbers. */
  packKernel(kernel: tf.Tensor2D): V;
  /** See `PackedKernel`. @param using the best that this processor has, if left out */
  packedProduct(x: tf.Tensor2D, kernel: Panels, options: PackedOptions, using?: Bf16Instructions): tf.Tensor2D;
  /** See `PackedKernel`. */
  packedMlp(
    x: tf.Tensor2D,
    norm: PackedNorm,
    first: Panels & { readonly bias: V },
    second: { readonly panels: V; readonly bias: V },
    using?: Bf16Instructions,
  ): tf.Tensor2D;
  /** Gradients of a linear layer's kernel and bias, xᵀ · dy and the sum over the rows of dy. */
  kernelGradient(x: tf.Tensor2D, dy: tf.Tensor2D): [tf.Tensor2D, V];
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
}

/** Options of a product: which factors are read transposed, and what is added to the result. */
export interface ProductOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** [columns] added to every row. */
  readonly bias?: tf.Tensor1D | undefined;
  /** [rows, columns] added to the result. */
  readonly skip?: tf.Tensor2D | undefined;
}

/** Shape of an attention: how the rows are divided into samples and heads, and the bias of the scores. */
export interface AttentionShape {
  readonly batch: number;
  readonly heads: number;
  /** [B, n] added to the scores of all queries, not differentiated; 0 for a visible key, a large negative number for a hidden one. */
  readonly bias?: tf.Tensor2D | undefined;
}

let current: { readonly backend: TensorFlowBackend; readonly kernels: NativeKernels } | undefined;

function kernelsOf(backend: TensorFlowBackend): NativeKernels {
  if (current?.backend !== backend) current = { backend, kernels: bind(backend) };
  return current.kernels;
}

// eslint-disable-next-line max-lines-per-function -- a table of kernels, a line or a few for each
function bind(backend: TensorFlowBackend): NativeKernels {
  const type = backend.binding.TF_ATTR_INT;
  const integers = (values: Attributes): object[] =>
    Object.entries(values).map(([name, value]) => ({ name, type, value }));
  const one = <T>(name: string, inputs: readonly tf.Tensor[], values: Attributes = {}): T =>
    backend.executeSingleOutput(name, integers(values), inputs) as T;
  const many = <T>(name: string, inputs: readonly tf.Tensor[], n: number, values: Attributes = {}): T =>
    backend.executeMultipleOutputs(name, integers(values), inputs, n) as T;
  const instructions = once(() => {
    if (isSketching()) return 'AMX';
    // eslint-disable-next-line no-restricted-properties -- one number, of the CPU
    const [which = 0] = tf.tidy(() => one<V>('HpdmBf16Instructions', []).dataSync());
    return ([undefined, 'AVX512-BF16', 'AMX'] as const)[which];
  });
  // an operation has a fixed number of inputs: another tensor takes the place of a missing one, and an attribute says so
  const attentionInputs = (q: tf.Tensor2D, kv: tf.Tensor2D | undefined, { batch, heads, bias }: AttentionShape) => ({
    inputs: [q, kv ?? q, bias ?? q],
    values: { batch, heads, packed: flag(kv === undefined), biased: flag(bias) },
  });
  return {
    normalise: (x) => many('HpdmNormalise', [x], 2),
    normaliseGradient: (dy, gamma, normal, inverse, skip) =>
      one('HpdmNormaliseGradient', [dy, gamma ?? dy, normal, inverse, skip ?? dy], {
        scaled: flag(gamma),
        skipped: flag(skip),
      }),
    foldNorm: (gamma, beta, kernel, bias) => many('HpdmFoldNorm', [gamma, beta, kernel, bias], 2),
    unfoldNorm: (gamma, beta, kernel, dFolded, dBias) =>
      many('HpdmUnfoldNorm', [gamma, beta, kernel, dFolded, dBias], 3),
    biasGelu: (x, bias) => one('HpdmBiasGelu', [x, bias]),
    biasGeluGradient: (x, bias, dy) => many('HpdmBiasGeluGradient', [x, bias, dy], 2),
    columnSum: (x) => one('HpdmColumnSum', [x]),
    matMul: (a, b, { transposeA, transposeB, bias, skip }) =>
      one('HpdmMatMul', [a, b, bias ?? a, skip ?? a], {
        transpose_a: flag(transposeA),
        transpose_b: flag(transposeB),
        biased: flag(bias),
        skipped: flag(skip),
      }),
    bf16Instructions: () => instructions(),
    packKernel: (kernel) => one('HpdmBf16Pack', [kernel]),
    packedProduct: (x, { panels, columns }, { norm, bias, gelu, skip }, using = instructions()) =>
      one('HpdmBf16MatMul', [x, panels, bias ?? x, skip ?? x, norm?.gamma ?? x, norm?.beta ?? x], {
        columns,
        normed: flag(norm),
        biased: flag(bias),
        gelu: flag(gelu),
        skipped: flag(skip),
        amx: flag(using === 'AMX'),
      }),
    packedMlp: (x, { gamma, beta }, { panels, columns, bias }, second, using = instructions()) =>
      one('HpdmBf16Mlp', [x, gamma, beta, panels, bias, second.panels, second.bias], {
        columns,
        amx: flag(using === 'AMX'),
      }),
    kernelGradient: (x, dy) => many('HpdmKernelGradientMatMul', [x, dy], 2),
    attention: (q, kv, shape) => {
      const { inputs, values } = attentionInputs(q, kv, shape);
      return many('HpdmAttention', inputs, 2, values);
    },
    attentionGradient: (q, kv, shape, result) => {
      const { inputs, values } = attentionInputs(q, kv, shape);
      const [dq, dkv] = many<[tf.Tensor2D, tf.Tensor2D]>('HpdmAttentionGradient', [...inputs, ...result], 2, values);
      if (kv !== undefined) return [dq, dkv];
      dkv.dispose();
      return [dq];
    },
    adam: (vectors, { settings, scale, kernels, adapted }) =>
      many('HpdmAdam', [...vectors, settings, scale], 4, { kernels, adapted: flag(adapted) }),
    join: (tensors) => one('HpdmJoin', tensors, { parts: tensors.length }),
    cut: (vector, shapes) =>
      many('HpdmCut', [vector], shapes.length, {
        parts: shapes.length,
        shapes: shapes.flatMap((shape) => [shape.length, ...shape]),
      }),
  };
}

/** A function that is called once; its result is kept. */
function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

/** The value of an attribute that is on or off. */
const flag = (value: unknown): number => (value === undefined || value === false ? 0 : 1);
