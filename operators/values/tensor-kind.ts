import type * as tf from '@tensorflow/tfjs';
import type { Kind } from '../../dsl/index.js';

/** A kind whose value is one tensor, disposed with it. */
export const tensorKind = <T extends tf.Tensor, N extends string>(name: N): Kind<T, N> => ({
  name,
  tensors: true,
  release: (tensor) => {
    tensor.dispose();
  },
});
