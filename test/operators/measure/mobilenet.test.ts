import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { Mobilenet } from '../../../operators/measure/mobilenet.js';
import { onTensorflow } from '../../backends.js';

/** The hash that the reference's input is made by. */
function uniform(seed: number, j: number): number {
  let h = (j + seed) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

onTensorflow('MobileNet', () => {
  test('has the features of an outside implementation for an input made by a hash', async () => {
    const network = await Mobilenet.load();
    const input = tf.tensor4d(
      Float32Array.from({ length: 128 * 128 * 3 }, (_, j) => 2 * uniform(12345, j) - 1),
      [1, 128, 128, 3],
    );
    const before = tf.memory().numTensors;
    const features = network.features(input);
    expect(tf.memory().numTensors).toBe(before + 1);
    const values = Array.from(features.dataSync());
    expect(features.shape).toEqual([1, 256]);
    expect(values.reduce((a, b) => a + b, 0) / 256).toBeCloseTo(0.3634030520915985, 5);
    expect(Math.hypot(...values)).toBeCloseTo(14.562493324279785, 4);
    const first = [0.027501, 0.011253, 0, 0, 0, 0, 0.452714, 0.220315];
    first.forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 4);
    });
    tf.dispose([input, features]);
    network.dispose();
  });
});
