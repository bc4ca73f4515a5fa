import { expect, test } from '@jest/globals';
import { cycleSpin, spinsAt } from '../../../operators/diffusion/cycle-spin.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';

/** An output that each pixel has by itself, and one that depends on where it lies. */
const same = (patches: tf.Tensor5D) => ({ output: tf.mul<tf.Tensor5D>(patches, 3) });
const atPlace = (grid: tf.Tensor) => (patches: tf.Tensor5D) => ({ output: tf.add<tf.Tensor5D>(patches, grid) });

onEveryBackend('an output averaged over positions of the token grid', () => {
  const patches = normal<tf.Tensor5D>('patches', [2, 3, 4, 6, 2]);

  test('is the output itself where that moves with the pixels', () => {
    const { output } = cycleSpin(same)(patches);
    expect(mixedError(output.dataSync(), tf.mul(patches, 3).dataSync())).toBeLessThan(1e-6);
  });

  test('has the mean of four positions of what the network adds by itself; at the far edges, of those there are', () => {
    const grid = tf.tensor5d([0, 10, 1, 11, 2, 12, 3, 13], [1, 1, 2, 4, 1]);
    const { output } = cycleSpin(atPlace(grid))(tf.zeros([1, 1, 2, 4, 1]));
    // rows: (0 10 1 11), (2 12 3 13); their mean with the next row, which the last row lacks, then the same along each
    expect([...output.dataSync()]).toEqual([6, 6.5, 7, 12, 7, 7.5, 8, 13]);
  });

  test('sees patches moved by a pixel down, across, and both, whose first pixels come twice', () => {
    const seen: string[] = [];
    const look = (moved: tf.Tensor5D) => {
      seen.push([...moved.dataSync()].join(' '));
      return { output: moved };
    };
    cycleSpin(look)(tf.tensor5d([1, 2, 3, 4], [1, 1, 2, 2, 1]));
    expect(seen).toEqual(['1 2 3 4', '1 2 1 2', '1 1 3 3', '1 1 1 1']);
  });

  test('comes with the latents of the patches as they are', () => {
    const latents = (patches: tf.Tensor5D) => ({ output: patches, latents: tf.reshape<tf.Rank.R2>(patches, [1, -1]) });
    const found = cycleSpin(latents)(tf.tensor5d([1, 2, 3, 4], [1, 1, 2, 2, 1]));
    expect([...(found.latents?.dataSync() ?? [])]).toEqual([1, 2, 3, 4]);
  });

  test('is asked for at input scale 1, up to and with the σ that the cascade says', () => {
    const cascade = smallCascade({ levels: [{ size: [2, 4, 4], cycleSpin: 2, inputScale: 0.5 }, { size: [4, 8, 8] }] });
    expect([3.9, 4, 4.1].map((sigma) => spinsAt(cascade, 0, sigma))).toEqual([true, true, false]);
    expect(spinsAt(cascade, 1, 1)).toBe(false);
  });

  test('of patches of one pixel is the output itself', () => {
    const one = normal<tf.Tensor5D>('one', [2, 1, 1, 1, 3]);
    expect(mixedError(cycleSpin(same)(one).output.dataSync(), tf.mul(one, 3).dataSync())).toBeLessThan(1e-6);
  });
});
