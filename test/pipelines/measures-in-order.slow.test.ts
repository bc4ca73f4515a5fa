import { expect, test } from '@jest/globals';
import { measureFeatures } from '../../operators/measure/features.js';
import { SideSums } from '../../operators/measure/side-sums.js';
import { tf } from '../../operators/tensor/tf.js';
import { resizeMatrix } from '../../operators/tensor/resize-matrix.js';
import { resample } from '../../operators/tensor/resample.js';
import { videoMovingDigits } from '../../operators/video/moving-digits.js';
import { onTensorflow } from '../backends.js';
import { itemsOf, settingsOf, testContext } from '../context.js';

/** Videos of each side. */
const VIDEOS = 24;
const FRAMES = 6;
const SIDE = 64;

/** Moving digits, [VIDEOS, 6, 64, 64, 1]. */
async function digits(seed: number): Promise<tf.Tensor5D> {
  const given = { batch: VIDEOS, count: 1, frames: FRAMES, size: SIDE, digits: 1 };
  const settings = settingsOf(videoMovingDigits.with, given);
  const [item] = await itemsOf(videoMovingDigits.run({}, settings, testContext({ seed }), 0));
  return item?.video ?? tf.zeros([0, 0, 0, 0, 0]);
}

async function sideOf(video: tf.Tensor5D): Promise<SideSums> {
  const stage = await measureFeatures.open({ frames: 0 }, testContext());
  const { features } = await stage.next({ video }, 0);
  await stage.done?.();
  const [, T, D] = features.shape;
  const values = await features.data<'float32'>();
  const side = new SideSums();
  for (let b = 0; b < VIDEOS; b++) side.add(b, values.subarray(b * T * D, (b + 1) * T * D), D);
  tf.dispose([video, features]);
  return side;
}

/** Frames in an order that no movement has. */
const shuffled = (video: tf.Tensor5D): tf.Tensor5D =>
  tf.concat(
    [3, 0, 5, 2, 4, 1].map((f) => tf.slice(video, [0, f, 0, 0, 0], [-1, 1, -1, -1, -1])),
    1,
  );

/** Half of the sides, enlarged again. */
function blurred(video: tf.Tensor5D): tf.Tensor5D {
  const along = (from: number, to: number) =>
    resizeMatrix(from, { from: 0, length: from }, to, to < from ? 'area' : 'bilinear');
  const both = (video: tf.Tensor5D, from: number, to: number): tf.Tensor5D =>
    resample(video, { f: undefined, h: along(from, to), w: along(from, to) });
  return both(both(video, SIDE, SIDE / 2), SIDE / 2, SIDE);
}

onTensorflow('Fréchet distances from moving digits', () => {
  test('other digits are the nearest, then blurred ones, then noise; shuffled frames differ in motion alone', async () => {
    const real = await sideOf(await digits(0));
    const from = async (video: tf.Tensor5D) => {
      const { frames, motion } = SideSums.distances(await sideOf(video), real);
      return { frames: frames.value ?? NaN, motion: motion.value ?? NaN };
    };
    const other = await from(await digits(1));
    const [blur, order] = [await from(blurred(await digits(1))), await from(shuffled(await digits(1)))];
    const noise = await from(tf.randomUniform([VIDEOS, FRAMES, SIDE, SIDE, 1], -1, 1, 'float32', 7));
    expect(other.frames).toBeLessThan(blur.frames);
    expect(blur.frames).toBeLessThan(noise.frames);
    expect(order.frames).toBeCloseTo(other.frames, 1);
    expect(order.motion).toBeGreaterThan(1.1 * other.motion);
  });
});
