import * as tf from '@tensorflow/tfjs';

/** What the TensorFlow binding needs to run any of TensorFlow's own kernels by name. */
interface TensorFlowBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_ATTR_STRING' | 'TF_FLOAT', number>>;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
}

/** The running TensorFlow backend, or nothing on another backend. */
function tensorflow(): TensorFlowBackend | undefined {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as TensorFlowBackend) : undefined;
}

/** Sum over the rows, [n, d] → [d]. TensorFlow's `BiasAddGrad` does it three times as fast as `Sum`. */
export function columnSum(x: tf.Tensor2D): tf.Tensor1D {
  const backend = tensorflow();
  if (backend === undefined) return tf.sum(x, 0);
  const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_FLOAT } = backend.binding;
  const attributes = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
  ];
  return backend.executeSingleOutput('BiasAddGrad', attributes, [x]) as tf.Tensor1D;
}
