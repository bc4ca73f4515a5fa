import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { native } from '../../../operators/tensor/native.js';
import { nativeLibrary } from '../../../operators/tensor/native/library.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';

const { resolve } = createRequire(import.meta.url);
const library = nativeLibrary(dirname(resolve('@tensorflow/tfjs-node-gpu/package.json')));

onTensorflow("hpdm's own kernels", () => {
  // TensorFlow waits ten seconds for memory to be freed
  (existsSync(library) ? test : test.skip)(
    'what does not fit into memory is an error, not the end of the process',
    () => {
      tf.tidy(() => {
        const ones = (...shape: [number, number]): tf.Tensor2D => tf.ones(shape);
        expect(() => native()?.matMul(ones(1e6, 1), ones(1, 1e6), {})).toThrow(/OOM when allocating/);
        expect(native()?.matMul(ones(1, 2), ones(2, 1), {}).dataSync()).toEqual(Float32Array.of(2));
      });
    },
  );
});
