import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { patchFit } from '../../../operators/patch/fit.js';
import { patchPyramid } from '../../../operators/patch/pyramid.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { mixedError, normal } from '../../gradients.js';

/** Levels of 2×4×4, 4×8×8 and 8×16×16 in two channels, or as many as are given. */
const settings = (given: Parameters<typeof settingsOf<typeof patchFit.with>>[1], channels = 2) =>
  settingsOf(patchFit.with, { cascade: smallCascade({ channels }), ...given });

onEveryBackend('patch.fit', () => {
  test('makes of a whole video what the coarsest patch of it is in training', async () => {
    const { cascade } = settings({});
    const video = tf.clipByValue(normal<tf.Tensor5D>('video', [2, 8, 16, 16, 2], 0.3), -1, 1);
    const stage = await patchPyramid.open(settingsOf(patchPyramid.with, { cascade }), testContext());
    const { patches } = await stage.next({ video }, 0);
    const fitted = patchFit.run({ video }, settings({})).video;
    expect(fitted.shape).toEqual([2, 2, 4, 4, 2]);
    expect(patchFit.run({ video }, settings({ level: -1 })).video.shape).toEqual([2, 8, 16, 16, 2]);
    expect(mixedError(await fitted.data(), (await patches[0]?.data()) ?? [])).toBeLessThan(1e-6);
  });

  test('cuts the middle out of another aspect ratio, or stretches it', async () => {
    // columns 0 to 7, of which the middle four stay
    const video = tf.tile<tf.Tensor5D>(tf.reshape(tf.range(0, 0.8, 0.1), [1, 1, 1, 8, 1]), [1, 2, 4, 1, 2]);
    const row = async (fit: 'crop' | 'stretch') =>
      Array.from(await tf.slice(patchFit.run({ video }, settings({ fit })).video, 0, [1, 1, 1, 4, 1]).data());
    expect(mixedError(await row('crop'), [0.2, 0.3, 0.4, 0.5])).toBeLessThan(1e-6);
    expect(mixedError(await row('stretch'), [0.05, 0.25, 0.45, 0.65])).toBeLessThan(1e-6);
  });

  test('takes frames evenly, and repeats them where there are too few', async () => {
    const framesOf = async (count: number) => {
      const numbers = tf.div(tf.range(0, count), 10);
      const video = tf.tile<tf.Tensor5D>(tf.reshape(numbers, [1, count, 1, 1, 1]), [1, 1, 8, 8, 2]);
      const fitted = patchFit.run({ video }, settings({ level: 1 })).video;
      return Array.from(await tf.slice(fitted, 0, [1, 4, 1, 1, 1]).data(), (value) => Math.round(value * 10));
    };
    expect(await framesOf(8)).toEqual([1, 3, 5, 7]);
    expect(await framesOf(9)).toEqual([1, 3, 5, 7]);
    expect(await framesOf(3)).toEqual([0, 1, 1, 2]);
    expect(await framesOf(1)).toEqual([0, 0, 0, 0]);
  });

  test('colours become grey with the weights of BT.709, and grey becomes every channel', async () => {
    const colour = tf.tile<tf.Tensor5D>(tf.tensor5d([1, -1, 0], [1, 1, 1, 1, 3]), [1, 2, 4, 4, 1]);
    const grey = patchFit.run({ video: colour }, settings({}, 1)).video;
    expect(grey.shape).toEqual([1, 2, 4, 4, 1]);
    expect((await grey.data())[0]).toBeCloseTo(0.2126 - 0.7152, 6);
    const three = patchFit.run({ video: grey }, settings({}, 3)).video;
    expect(three.shape).toEqual([1, 2, 4, 4, 3]);
    const values = await three.data();
    expect([values[0], values[1], values[2]]).toEqual(Array.from({ length: 3 }, () => values[0] ?? NaN));
  });

  test('copies of a video come one after the other', async () => {
    const video = tf.tile<tf.Tensor5D>(tf.tensor5d([0.1, 0.7], [2, 1, 1, 1, 1]), [1, 2, 4, 4, 2]);
    const { video: copies } = patchFit.run({ video }, settings({ count: 3 }));
    expect(copies.shape).toEqual([6, 2, 4, 4, 2]);
    const firsts = await tf.slice(copies, 0, [6, 1, 1, 1, 1]).data();
    expect(Array.from(firsts, (value) => Math.round(value * 10))).toEqual([1, 1, 1, 7, 7, 7]);
  });
});

describe('what cannot stand for a level', () => {
  test('is refused: a level that is not there, and colours where the cascade has latents', () => {
    const codes = (given: Parameters<typeof settings>[0], channels: number, c: number) =>
      patchFit.check?.(settings(given, channels), { c }, []).map(({ code }) => code);
    expect(codes({ level: 3 }, 3, 3)).toEqual(['E_LEVEL']);
    expect(codes({}, 2, 3)).toEqual(['E_CHANNELS']);
    expect(codes({}, 1, 3)).toEqual([]);
  });

  test('has the size of its level, which check knows', () => {
    expect(patchFit.dimensions?.(settings({ level: 1, count: 3 }), { b: 2 }, [])).toEqual({
      B: 6,
      F: 4,
      H: 8,
      W: 8,
      C: 2,
    });
  });
});
