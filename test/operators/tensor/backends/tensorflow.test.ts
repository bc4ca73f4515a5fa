import { expect, test } from '@jest/globals';
import { tf } from '../../../../operators/tensor/tf.js';
import { loadTensorflow } from '../../../../operators/tensor/backends/tensorflow.js';
import { describeTensorflow } from '../../../backends.js';

describeTensorflow('TensorFlow', () => {
  test('computes, and says its version and device', async () => {
    const report = await loadTensorflow();
    expect(report).toMatchObject({ name: 'tensorflow', version: expect.stringMatching(/^2\.\d+\./) });
    expect(report.device).toBe(report.gpu ? 'GPU (CUDA)' : 'CPU');
    expect(tf.getBackend()).toBe('tensorflow');
    expect(tf.add([1, 2], [3, 4]).dataSync()).toEqual(Float32Array.of(4, 6));
  });

  test('lets a GPU keep its free memory, unless the user has said otherwise', async () => {
    await loadTensorflow();
    expect(process.env['TF_FORCE_GPU_ALLOW_GROWTH']).toBe('true');
    process.env['TF_FORCE_GPU_ALLOW_GROWTH'] = 'false';
    await loadTensorflow();
    expect(process.env['TF_FORCE_GPU_ALLOW_GROWTH']).toBe('false');
    process.env['TF_FORCE_GPU_ALLOW_GROWTH'] = 'true';
  });
});
