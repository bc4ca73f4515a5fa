import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { addBase } from '../../../operators/diffusion/add-base.js';
import { denoised, preconditioning } from '../../../operators/diffusion/preconditioning.js';
import { onTensorflow } from '../../backends.js';
import { mixedError, normal } from '../../gradients.js';

onTensorflow('an output on a base', () => {
  const shape: [number, number, number, number, number] = [3, 1, 2, 2, 1];
  const [output, base, noisy] = ['output', 'base', 'noisy'].map((name) => normal<tf.Tensor5D>(name, shape)) as [
    tf.Tensor5D,
    tf.Tensor5D,
    tf.Tensor5D,
  ];

  test('gives the estimate D = u + c_skip (x̃ − u) + c_out F′', () => {
    const sigma = [0.05, 0.7, 20];
    const found = denoised(noisy, addBase(output, base, sigma, 0.5), sigma, 0.5);
    sigma.forEach((s, i) => {
      const { cSkip, cOut } = preconditioning(s, 0.5);
      const [u, x, f] = [base, noisy, output].map((tensor) => tf.slice(tensor, i, 1)) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const expected = tf.add(tf.add(u, tf.mul(tf.sub(x, u), cSkip)), tf.mul(f, cOut));
      expect(mixedError(tf.slice(found, i, 1).dataSync(), expected.dataSync())).toBeLessThan(1e-5);
    });
  });

  test('without a base is itself; one σ may stand for all', () => {
    expect(addBase(output, undefined, [1], 0.5)).toBe(output);
    const [one, all] = [addBase(output, base, [0.7], 0.5), addBase(output, base, [0.7, 0.7, 0.7], 0.5)];
    expect(mixedError(one.dataSync(), all.dataSync())).toBe(0);
  });
});
