import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { unitNoise } from '../../../operators/diffusion/unit-noise.js';
import { onEveryBackend } from '../../backends.js';

const key = { seed: 1, purpose: 'canvas', level: 0 };

onEveryBackend('unit noise', () => {
  test('of a video depends on its number and not on the videos beside it', () => {
    const three = unitNoise([3, 2, 4, 4, 1], key);
    const alone = unitNoise([1, 2, 4, 4, 1], { ...key, first: 2 });
    expect(alone.dataSync()).toEqual(tf.slice(three, 2, 1).dataSync());
    expect(alone.dataSync()).not.toEqual(tf.slice(three, 1, 1).dataSync());
  });

  test('of no videos is empty', () => {
    expect(unitNoise([0, 2, 4, 4, 1], key).shape).toEqual([0, 2, 4, 4, 1]);
  });

  test('has mean 0 and variance 1, within four standard errors of 8,192 numbers', () => {
    const { mean, variance } = tf.moments(unitNoise([2, 4, 32, 32, 1], key));
    expect(Math.abs(mean.dataSync()[0] ?? NaN)).toBeLessThan(4 / Math.sqrt(8192));
    expect(Math.abs((variance.dataSync()[0] ?? NaN) - 1)).toBeLessThan(4 * Math.sqrt(2 / 8192));
  });
});
