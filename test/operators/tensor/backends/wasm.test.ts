import { expect, test } from '@jest/globals';
import { tf } from '../../../../operators/tensor/tf.js';
import { loadWasm } from '../../../../operators/tensor/backends/wasm.js';

test('WebAssembly computes, also when it is loaded a second time', async () => {
  for (let loads = 0; loads < 2; loads++) {
    expect(await loadWasm()).toMatchObject({ name: 'wasm', gpu: false });
    expect(tf.add([1, 2], [3, 4]).dataSync()).toEqual(Float32Array.of(4, 6));
  }
});
