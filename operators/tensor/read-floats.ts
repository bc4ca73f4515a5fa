import { tf } from './tf.js';

/**
 * The numbers of a tensor. TensorFlow has them at once. If they were waited for, V8 would see the array as old and keep it until it collects
 * everything, when 64 MiB of such arrays have come together.
 */
export const readFloats = (tensor: tf.Tensor): Float32Array | Promise<Float32Array> =>
  // eslint-disable-next-line no-restricted-properties -- not on WebGPU
  tf.getBackend() === 'tensorflow' ? tensor.dataSync<'float32'>() : tensor.data<'float32'>();
