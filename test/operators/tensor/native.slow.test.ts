import { expect } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { kernels, tested } from './native/loaded.js';

onTensorflow("hpdm's own kernels", () => {
  // TensorFlow waits ten seconds for memory to be freed
  tested('what does not fit into memory is an error, not the end of the process', () => {
    tf.tidy(() => {
      const ones = (...shape: [number, number]): tf.Tensor2D => tf.ones(shape);
      expect(() => kernels().matMul(ones(1e6, 1), ones(1, 1e6), {})).toThrow(/OOM when allocating/);
      expect(kernels().matMul(ones(1, 2), ones(2, 1), {}).dataSync()).toEqual(Float32Array.of(2));
    });
  });
});
