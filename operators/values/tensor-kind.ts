import type { Kind } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';

/** A kind whose value is one tensor, which `release` disposes of. */
export const tensorKind = <T extends tf.Tensor, N extends string>(name: N): Kind<T, N> => ({
  name,
  tensors: true,
  release: (tensor) => {
    tensor.dispose();
  },
  shapeOf: ({ shape }) => shape,
  dtypeOf: ({ dtype }) => dtype,
  sketch: (layout) => tf.zeros([...layout]) as T,
});
