import { expect, test } from '@jest/globals';
import type { TokenGrid } from '../../../operators/tensor/native-kernels.js';
import { addNeighbours, TAPS } from '../../../operators/tensor/neighbours.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onEveryBackend } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

const [PATCHES, WIDTH] = [2, 3];

/** A sum over all pairs of tokens of a patch that are at most one apart along every axis. */
function expected(x: tf.Tensor2D, taps: tf.Tensor2D, [F, H, W]: TokenGrid): number[] {
  const [from, by] = [x.arraySync(), taps.arraySync()];
  const n = F * H * W;
  const place = (token: number): number[] => [Math.floor(token / (H * W)), Math.floor(token / W) % H, token % W];
  return from.flatMap((own, i) =>
    own.map((value, j) => {
      const patch = Math.floor(i / n) * n;
      let sum = value;
      for (let other = 0; other < n; other++) {
        const apart = place(other).map((at, axis) => at - (place(i % n)[axis] ?? 0));
        const [a = 0, b = 0, c = 0] = apart;
        if (Math.max(...apart.map(Math.abs)) > 1) continue;
        sum += (by[9 * (a + 1) + 3 * (b + 1) + c + 1]?.[j] ?? NaN) * (from[patch + other]?.[j] ?? NaN);
      }
      return sum;
    }),
  );
}

onEveryBackend('the neighbours of tokens', () => {
  test.each<TokenGrid>([
    [2, 3, 4],
    [1, 4, 4],
    [3, 1, 2],
    [1, 1, 1],
  ])('in a grid of %i × %i × %i, and their gradients', (...grid) => {
    const n = grid[0] * grid[1] * grid[2];
    const x = normal<tf.Tensor2D>('x', [PATCHES * n, WIDTH]);
    const taps = normal<tf.Tensor2D>('taps', [TAPS, WIDTH]);
    expect(mixedError(addNeighbours(x, taps, grid).dataSync(), expected(x, taps, grid))).toBeLessThan(1e-5);
    expectGradients((x, taps) => addNeighbours(x as tf.Tensor2D, taps as tf.Tensor2D, grid), [x, taps]);
  });

  test('taps of zero leave the tokens as they are', () => {
    const x = normal<tf.Tensor2D>('x', [PATCHES * 8, WIDTH]);
    expect([...addNeighbours(x, tf.zeros([TAPS, WIDTH]), [2, 2, 2]).dataSync()]).toEqual([...x.dataSync()]);
  });
});
