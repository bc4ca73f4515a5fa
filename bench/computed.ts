import { tf } from '../operators/tensor/tf.js';

/** Wait until a tensor is computed, and all that was asked for before it: on WebGPU, operations return before the card has begun. */
export async function computed(tensor: tf.Tensor): Promise<void> {
  const first = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), [0], [1]));
  await first.data();
  first.dispose();
}
