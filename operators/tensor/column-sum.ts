import { tf } from './tf.js';
import { native } from './native.js';

/** The part of tfjs-node's backend that runs any TensorFlow kernel by name. */
interface TensorFlowBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_FLOAT', number>>;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
}

/** The TensorFlow backend; undefined if another backend runs. */
function tensorflow(): TensorFlowBackend | undefined {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as TensorFlowBackend) : undefined;
}

/** Sum over the rows, [n, d] → [d]. TensorFlow's `BiasAddGrad` is three times as fast as `Sum`. */
export function columnSum(x: tf.Tensor2D): tf.Tensor1D {
  const fused = native();
  if (fused !== undefined) return fused.columnSum(x);
  const backend = tensorflow();
  if (backend === undefined) return tf.sum(x, 0);
  return backend.executeSingleOutput('BiasAddGrad', channelsLast(backend), [x]) as tf.Tensor1D;
}

/** Add the same vector to every row, [n, d] + [d]. TensorFlow's `BiasAdd` is 25 % faster than a sum with broadcasting. */
export function addToRows(x: tf.Tensor2D, row: tf.Tensor1D): tf.Tensor2D {
  const backend = tensorflow();
  if (backend === undefined) return tf.add(x, row);
  return backend.executeSingleOutput('BiasAdd', channelsLast(backend), [x, row]) as tf.Tensor2D;
}

/**
 * The product of two matrices, each of which may be read transposed; undefined if TensorFlow does not run.
 *
 * tfjs calls TensorFlow's batched kernel for every product; the plain kernel used here is 5 to 20 % faster.
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
