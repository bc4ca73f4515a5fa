import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { noiseAt } from '../../../operators/noise/at.js';
import { onEveryBackend } from '../../backends.js';
import { testContext } from '../../context.js';
import { mixedError } from '../../gradients.js';

const noised = async (video: tf.Tensor5D, sigma: number, number: number, seed = 5): Promise<Float32Array> => {
  const stage = await noiseAt.open({ sigma }, testContext({ seed }));
  const { noisy } = await stage.next({ video }, number);
  return (await noisy.data()) as Float32Array;
};
const grey = (count: number): tf.Tensor5D => tf.fill([count, 4, 16, 16, 1], 0.25);

onEveryBackend('noise.at', () => {
  test('adds noise of the given deviation, and none where that is 0', async () => {
    const values = await noised(grey(2), 0.7, 0);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    // 2,048 values: four standard errors
    expect(Math.abs(mean - 0.25)).toBeLessThan(0.062);
    expect(Math.abs(deviation - 0.7)).toBeLessThan(0.044);
    expect(await noised(grey(1), 0, 0)).toEqual(new Float32Array(1024).fill(0.25));
  });

  test('twice the deviation is twice the noise, of the same seed', async () => {
    const [one, two, other] = [
      await noised(grey(1), 1, 0),
      await noised(grey(1), 2, 0),
      await noised(grey(1), 1, 0, 6),
    ];
    expect(
      mixedError(
        two.map((value) => (value - 0.25) / 2),
        one.map((value) => value - 0.25),
      ),
    ).toBeLessThan(1e-6);
    expect(mixedError(other, one)).toBeGreaterThan(0.1);
  });

  test('follows from the number of the video, however many go together', async () => {
    const both = await noised(grey(2), 1, 3);
    expect(both.slice(0, 1024)).toEqual(await noised(grey(1), 1, 6));
    expect(both.slice(1024)).toEqual(await noised(grey(1), 1, 7));
  });
});
