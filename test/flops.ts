import * as tf from '@tensorflow/tfjs';

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

/** Operations of all matrix products that TensorFlow runs in `work`, two for each multiply and add: tfjs' own and raw ones. */
export function countFlops(work: () => void): number {
  const backend = tf.backend() as unknown as Executor;
  let flops = 0;
  const counted =
    (run: Execute): Execute =>
    (name, attributes, inputs, outputs) => {
      const result = run.call(backend, name, attributes, inputs, outputs);
      if (name.includes('MatMul')) flops += productFlops(attributes, inputs, [result].flat()[0] as tf.Tensor);
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
function productFlops(attributes: readonly Attribute[], [a]: readonly tf.Tensor[], output: tf.Tensor): number {
  const transposed = attributes.some(
    ({ name, value }) => (name === 'transpose_a' || name === 'adj_x') && value === true,
  );
  return 2 * output.size * (a?.shape.at(transposed ? -2 : -1) ?? NaN);
}
