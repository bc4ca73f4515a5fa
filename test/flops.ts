import { tf } from '../operators/tensor/tf.js';

interface Attribute {
  readonly name: string;
  readonly value: unknown;
}
type Execute = (
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly tf.Tensor[],
  outputs?: number,
) => unknown;
type Executor = Record<'executeSingleOutput' | 'executeMultipleOutputs', Execute>;

/** Operations of all matrix products that TensorFlow runs in `work`, two for each multiply and add: tfjs' own, raw ones, and hpdm's. */
export function countFlops(work: () => void): number {
  const backend = tf.backend() as unknown as Executor;
  let flops = 0;
  const counted =
    (run: Execute): Execute =>
    (name, attributes, inputs, outputs) => {
      const result = run.call(backend, name, attributes, inputs, outputs);
      if (name.includes('MatMul')) flops += productFlops(name, attributes, inputs, [result].flat()[0] as tf.Tensor);
      if (name === 'HpdmMlp') flops += 2 * mlpSums(inputs[0], inputs[1], inputs[3]);
      if (name === 'HpdmMlpGradient') flops += 4 * mlpSums(inputs[0], inputs[2], inputs[3]);
      if (name in ATTENTION_PRODUCTS) flops += attentionFlops(name, attributes, inputs);
      return result;
    };
  const { executeSingleOutput, executeMultipleOutputs } = backend;
  Object.assign(backend, {
    executeSingleOutput: counted(executeSingleOutput),
    executeMultipleOutputs: counted(executeMultipleOutputs),
  });
  try {
    work();
  } finally {
    Object.assign(backend, { executeSingleOutput, executeMultipleOutputs });
  }
  return flops;
}

/** 2 · numbers of the output · length of the sums. */
function productFlops(
  operation: string,
  attributes: readonly Attribute[],
  [a]: readonly tf.Tensor[],
  output: tf.Tensor,
): number {
  const flagged = attributes.some(({ name, value }) => (name === 'transpose_a' || name === 'adj_x') && Boolean(value));
  const transposed = flagged || operation === 'HpdmKernelGradientMatMul';
  return 2 * output.size * (a?.shape.at(transposed ? -2 : -1) ?? NaN);
}

/** Multiplications of x [rows, in] with w1 [in, hidden] and of the hidden layer with w2 [hidden, out]. */
function mlpSums(x?: tf.Tensor, w1?: tf.Tensor, w2?: tf.Tensor): number {
  return (x?.shape[0] ?? NaN) * ((w1?.size ?? NaN) + (w2?.size ?? NaN));
}

/** Products of queries × × width in hpdm's own kernels; that the gradient computes the scores anew is not counted. */
const ATTENTION_PRODUCTS: Readonly<Record<string, number>> = { HpdmAttention: 2, HpdmAttentionGradient: 4 };

/** Of queries [B·m, a] and keys and values [B·n, 2·a], or of all three packed. */
function attentionFlops(name: string, attributes: readonly Attribute[], [q, kv]: readonly tf.Tensor[]): number {
  const of = (wanted: string): number => Number(attributes.find((attribute) => attribute.name === wanted)?.value);
  const [rows = NaN, columns = NaN] = q?.shape ?? [];
  const keys = (kv?.shape[0] ?? NaN) / of('batch');
  return 2 * (ATTENTION_PRODUCTS[name] ?? NaN) * rows * keys * (columns / (of('packed') === 1 ? 3 : 1));
}
