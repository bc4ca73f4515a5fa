import { describe, expect, test } from '@jest/globals';
import { ssimOf } from '../../../operators/measure/ssim-of.js';
import { tf } from '../../../operators/tensor/tf.js';
import { asInReference } from '../../backends.js';
import { readReference } from '../../reference.js';

/** Videos of the reference, which are in [0, 1], as ours. */
const ours = (values: tf.Tensor): tf.Tensor5D =>
  tf.tidy(() => tf.reshape(tf.sub(tf.mul(values, 2), 1), [1, ...(values.shape as [number, number, number, number])]));

asInReference('the structural similarity of an outside implementation', () => {
  describe.each(['random', 'noise', 'blur', 'shift'])('%s', (name) => {
    test('frame by frame', async () => {
      const { tensor, values } = await readReference('image-metrics');
      const [video, reference] = [ours(tensor(`${name}.test`)), ours(tensor(`${name}.reference`))];
      const before = tf.memory().numTensors;
      const found = ssimOf(video, reference);
      expect(tf.memory().numTensors).toBe(before + 1);
      const frames = await found.data();
      values(`${name}.ssim_gaussian`).forEach((expected, f) => {
        expect(Math.abs((frames[f] ?? NaN) - expected)).toBeLessThan(1e-4);
      });
      tf.dispose([video, reference, found]);
    });
  });
});
