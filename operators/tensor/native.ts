import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tf } from './tf.js';

/** What the TensorFlow binding needs to run an operation by name. */
interface TensorFlowBackend {
  readonly binding: { readonly TF_ATTR_INT: number };
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[], n: number): unknown;
}

const require = createRequire(import.meta.url);

let loaded = false;

/**
 * Load hpdm's own kernels (operators/tensor/native) into the process, once TensorFlow is there.
 *
 * @param file the library that `hpdm setup` compiled; the general kernels serve where there is none
 * @returns whether they are there
 */
export function loadNative(file: string): boolean {
  if (!loaded && existsSync(file)) {
    require(file);
    loaded = true;
  }
  return loaded;
}

type Attributes = Readonly<Record<string, number>>;

/** hpdm's kernels of the running TensorFlow backend; nothing on other backends, on a GPU, or where they are not built. */
export function native(): NativeKernels | undefined {
  if (!loaded || tf.getBackend() !== 'tensorflow') return undefined;
  const backend = tf.backend() as unknown as TensorFlowBackend;
  return backend.isUsingGpuDevice ? undefined : kernelsOf(backend);
}

/** Each is one pass over memory. Shapes as in the functions of the same names beside this file. */
export interface NativeKernels {
  /** Rows of mean 0 and variance 1, [n, d], and the factor each row got, [n, 1]. */
  normalise(x: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D];
  /** skip + inverse · (dy − mean(dy) − normal · mean(dy · normal)). */
  normaliseGradient(dy: tf.Tensor2D, normal: tf.Tensor2D, inverse: tf.Tensor2D, skip?: tf.Tensor2D): tf.Tensor2D;
  /** gelu(x + bias). */
  biasGelu(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D;
  /** Gradients of x and bias. */
  biasGeluGradient(x: tf.Tensor2D, bias: tf.Tensor1D, dy: tf.Tensor2D): [tf.Tensor2D, tf.Tensor1D];
  /** Sum over the rows, [n, d] → [d]. */
  columnSum(x: tf.Tensor2D): tf.Tensor1D;
  /** x + move + bias. */
  addResidual(x: tf.Tensor2D, move: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D;
  /** Attention of [B·m, a] queries over [B·n, 2a] keys and values, or of one [B·n, 3a] matrix; and its log-sum-exp. */
  attention(q: tf.Tensor2D, kv: tf.Tensor2D | undefined, shape: AttentionShape): [tf.Tensor2D, tf.Tensor2D];
  /** Gradients laid out like q and kv. */
  attentionGradient(
    q: tf.Tensor2D,
    kv: tf.Tensor2D | undefined,
    shape: AttentionShape,
    result: readonly [out: tf.Tensor2D, logSumExp: tf.Tensor2D, dy: tf.Tensor2D],
  ): tf.Tensor2D[];
  /** Parameters, moments and average after a step; see adamw.ts. */
  adamw(vectors: readonly tf.Tensor1D[], settings: tf.Tensor1D, scale: tf.Scalar): [V, V, V, V];
}
type V = tf.Tensor1D;

/** How rows are shared out, and what is added to the scores. */
export interface AttentionShape {
  readonly batch: number;
  readonly heads: number;
  /** [B, n] added to the scores of all queries, not differentiated: 0, or far below it to hide a key. */
  readonly bias?: tf.Tensor2D | undefined;
}

let current: { readonly backend: TensorFlowBackend; readonly kernels: NativeKernels } | undefined;

function kernelsOf(backend: TensorFlowBackend): NativeKernels {
  if (current?.backend !== backend) current = { backend, kernels: bind(backend) };
  return current.kernels;
}

function bind(backend: TensorFlowBackend): NativeKernels {
  const type = backend.binding.TF_ATTR_INT;
  const integers = (values: Attributes): object[] =>
    Object.entries(values).map(([name, value]) => ({ name, type, value }));
  const one = <T>(name: string, inputs: readonly tf.Tensor[], values: Attributes = {}): T =>
    backend.executeSingleOutput(name, integers(values), inputs) as T;
  const many = <T>(name: string, inputs: readonly tf.Tensor[], n: number, values: Attributes = {}): T =>
    backend.executeMultipleOutputs(name, integers(values), inputs, n) as T;
  // an operation has a fixed number of inputs: in place of one that is missing stands another, and `extra` says so
  const attentionInputs = (q: tf.Tensor2D, kv: tf.Tensor2D | undefined, { batch, heads, bias }: AttentionShape) => ({
    inputs: [q, kv ?? q, bias ?? q],
    values: { batch, heads, packed: kv === undefined ? 1 : 0, extra: bias === undefined ? 0 : 1 },
  });
  return {
    normalise: (x) => many('HpdmNormalise', [x], 2),
    normaliseGradient: (dy, normal, inverse, skip) =>
      one('HpdmNormaliseGradient', [dy, normal, inverse, skip ?? dy], { extra: skip === undefined ? 0 : 1 }),
    biasGelu: (x, bias) => one('HpdmBiasGelu', [x, bias]),
    biasGeluGradient: (x, bias, dy) => many('HpdmBiasGeluGradient', [x, bias, dy], 2),
    columnSum: (x) => one('HpdmColumnSum', [x]),
    addResidual: (x, move, bias) => one('HpdmAddResidual', [x, move, bias]),
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
    adamw: (vectors, settings, scale) => many('HpdmAdamW', [...vectors, settings, scale], 4),
  };
}
