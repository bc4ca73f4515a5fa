import { tf } from './tf.js';
import { native } from './native.js';

/** What the TensorFlow binding needs to run any of TensorFlow's own kernels by name. */
interface TensorFlowBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_FLOAT', number>>;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
}

/** The running TensorFlow backend, or nothing on another backend. */
function tensorflow(): TensorFlowBackend | undefined {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as TensorFlowBackend) : undefined;
}

/** Sum over the rows, [n, d] → [d]. TensorFlow's `BiasAddGrad` does it three times as fast as `Sum`. */
export function columnSum(x: tf.Tensor2D): tf.Tensor1D {
  const fused = native();
  if (fused !== undefined) return fused.columnSum(x);
  const backend = tensorflow();
  if (backend === undefined) return tf.sum(x, 0);
  return backend.executeSingleOutput('BiasAddGrad', channelsLast(backend), [x]) as tf.Tensor1D;
}

/** The same vector added to every row, [n, d] + [d]. TensorFlow's `BiasAdd` is a quarter faster than a broadcast sum. */
export function addToRows(x: tf.Tensor2D, row: tf.Tensor1D): tf.Tensor2D {
  const backend = tensorflow();
  if (backend === undefined) return tf.add(x, row);
  return backend.executeSingleOutput('BiasAdd', channelsLast(backend), [x, row]) as tf.Tensor2D;
}

/**
 * The product of two matrices, either of them read transposed, or nothing where TensorFlow does not run.
 *
 * tfjs sends every product to the batched kernel; the plain one is 5 to 20 % faster.
 */
export function plainMatMul(a: tf.Tensor2D, b: tf.Tensor2D, transposeA: boolean, transposeB: boolean) {
  const backend = tensorflow();
  if (backend === undefined) return undefined;
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  const attributes = [
    { name: 'transpose_a', type: TF_ATTR_BOOL, value: transposeA },
    { name: 'transpose_b', type: TF_ATTR_BOOL, value: transposeB },
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
  ];
  return backend.executeSingleOutput('MatMul', attributes, [a, b]) as tf.Tensor2D;
}

const channelsLast = ({ binding }: TensorFlowBackend): readonly object[] => [
  { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
  { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
];
