import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { addBases } from '../../../operators/diffusion/add-bases.js';
import { denoised } from '../../../operators/diffusion/preconditioning.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { nestedOrigins } from '../../network.js';

const cascade = smallCascade({ network: { residual: true } });
const many = (name: string): tf.Tensor5D[] =>
  cascade.levels.map((_, l) => normal(`${name} ${l}`, [2, ...cascade.patch, 2]));
const sigma = [
  [0.1, 2],
  [0.3, 40],
  [1, 5],
];

onEveryBackend('estimates on those of coarser levels', () => {
  const pyramid = () => ({ noisy: many('noisy'), sigma, origins: nestedOrigins(2) });

  test('a level that adds nothing to much noise is the coarser level, as large as its own patch', () => {
    const flat = cascade.levels.map((_, l) => tf.fill<tf.Rank.R5>([2, ...cascade.patch, 2], l === 0 ? 0.4 : 0));
    const loud = cascade.levels.map((_, l) => (l === 0 ? [1, 1] : [1e6, 1e6]));
    const given = { noisy: flat, sigma: loud, origins: nestedOrigins(2) };
    const outputs = addBases(cascade, flat, given);
    const estimates = outputs.map((output, l) => denoised(flat[l] as tf.Tensor5D, output, loud[l] ?? [], 0.5));
    const [first = NaN] = estimates[0]?.dataSync() ?? [];
    estimates.forEach((estimate) => {
      expect(
        mixedError(
          estimate.dataSync(),
          estimate.dataSync().map(() => first),
        ),
      ).toBeLessThan(1e-4);
    });
  });

  test('the coarsest level stays as it is, and no gradient reaches it from finer ones', () => {
    const outputs = many('outputs');
    const whole = addBases(cascade, outputs, pyramid());
    expect(mixedError(whole[0]?.dataSync() ?? [], outputs[0]?.dataSync() ?? [])).toBe(0);
    expect(mixedError(whole[2]?.dataSync() ?? [], outputs[2]?.dataSync() ?? [])).toBeGreaterThan(1e-3);
    const [coarse, fine] = tf.grads((a, b) => {
      const [, , last] = addBases(cascade, [a, outputs[1], b] as tf.Tensor5D[], pyramid());
      return tf.add(tf.sum(last as tf.Tensor5D), tf.mul(tf.sum(a), 0));
    })([outputs[0], outputs[2]] as tf.Tensor[]);
    expect([...new Set(coarse?.dataSync())]).toEqual([0]);
    expect([...new Set(fine?.dataSync())]).toEqual([1]);
  });
});
