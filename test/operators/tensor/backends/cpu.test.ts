import { expect, jest, test } from '@jest/globals';
import { tf } from '../../../../operators/tensor/tf.js';
import { loadCpu } from '../../../../operators/tensor/backends/cpu.js';

test('plain JavaScript computes, and gives no advice to install what is installed', async () => {
  const warn = jest.spyOn(console, 'warn');
  expect(await loadCpu()).toMatchObject({ name: 'cpu', gpu: false });
  expect(tf.add([1, 2], [3, 4]).dataSync()).toEqual(Float32Array.of(4, 6));
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
