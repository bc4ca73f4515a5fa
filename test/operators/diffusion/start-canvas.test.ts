import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { framesUnder, startCanvas } from '../../../operators/diffusion/start-canvas.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';

const cascade = smallCascade({
  levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], start: 'coarser' }, { size: [8, 16, 16] }],
});
const ones = (...shape: [number, number, number, number, number]) => tf.ones<tf.Rank.R5>(shape);

onTensorflow('a level starts', () => {
  const canvas = ones(1, 4, 8, 8, 2);
  const coarser = tf.tile<tf.Tensor5D>(tf.reshape(tf.linspace(0, 1, 4), [1, 1, 1, 4, 1]), [1, 2, 4, 1, 2]);

  test('from noise of σ alone', async () => {
    const x = startCanvas(cascade, 0, 3, { canvas: ones(1, 2, 4, 4, 2), coarser });
    expect(new Set(await x.data())).toEqual(new Set([3]));
  });

  test('from the level before, upsampled linearly, where the cascade says so', async () => {
    const x = startCanvas(cascade, 1, 2, { canvas, coarser });
    const row = await tf.slice(x, [0, 1, 3, 0, 0], [1, 1, 1, 8, 1]).data();
    // the ramp 0, 1/3, 2/3, 1 at twice the resolution, as Pillow's bilinear resizing gives it
    const ramp = [0, 1 / 12, 3 / 12, 5 / 12, 7 / 12, 9 / 12, 11 / 12, 1];
    row.forEach((value, i) => expect(value).toBeCloseTo(2 + (ramp[i] ?? NaN), 5));
    const other = startCanvas(cascade, 2, 2, { canvas: ones(1, 8, 16, 16, 2), coarser: canvas });
    expect(new Set(await other.data())).toEqual(new Set([2]));
  });

  test('in parts from what the whole starts from, given the frames under each', async () => {
    const longer = {
      ...cascade,
      levels: cascade.levels.map((one, k) => ({ ...one, size: [12 << k, 4 << k, 4 << k] })),
    };
    const levels = longer as unknown as typeof cascade;
    const video = tf.randomUniform<tf.Rank.R5>([1, 12, 4, 4, 2], -1, 1, 'float32', 1);
    const whole = startCanvas(levels, 1, 0, { canvas: ones(1, 24, 8, 8, 2), coarser: video });
    for (const [from, to] of [
      [0, 5],
      [5, 6],
      [6, 19],
      [19, 24],
    ] as const) {
      const [first, end] = framesUnder(levels, 1, from, to);
      const under = tf.slice(video, [0, first, 0, 0, 0], [1, end - first, -1, -1, -1]);
      const part = startCanvas(levels, 1, 0, { canvas: ones(1, to - from, 8, 8, 2), frame: from, coarser: under });
      const own = tf.slice(whole, [0, from, 0, 0, 0], [1, to - from, -1, -1, -1]);
      expect(mixedError(await part.data(), await own.data())).toBeLessThan(1e-6);
    }
  });

  test('from a video that is given, before all others', async () => {
    const start = tf.fill<tf.Rank.R5>([1, 4, 8, 8, 2], 0.25);
    const x = startCanvas(cascade, 1, 2, { canvas, coarser, start });
    expect(new Set(await x.data())).toEqual(new Set([2.25]));
  });
});
