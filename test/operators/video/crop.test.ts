import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { videoCrop } from '../../../operators/video/crop.js';
import { onEveryBackend } from '../../backends.js';

/** Two frames of 3×4 pixels, numbered in hundredths. */
const numbered = (): tf.Tensor5D =>
  tf.tensor5d(
    Array.from({ length: 24 }, (_, i) => i / 100),
    [1, 2, 3, 4, 1],
  );

onEveryBackend('video.crop', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['from its corner, in every frame', [1, 2], [4, 5, 8, 9, 16, 17, 20, 21]],
    ['from the middle, without a corner; of two middles, the upper left', [], [1, 2, 5, 6, 13, 14, 17, 18]],
  ])('takes the part %s', async (_, given, expected) => {
    const corner = given.length === 0 ? [] : [1, 0];
    const { video } = videoCrop.run({ video: numbered() }, { size: [2, 2], corner });
    expect(video.shape).toEqual([1, 2, 2, 2, 1]);
    expect(Array.from(await video.data(), (value) => Math.round(value * 100))).toEqual(expected);
  });
});

describe('a part that is not inside the frames', () => {
  const refusals = (size: readonly number[], corner: readonly number[]) =>
    videoCrop.check?.({ size, corner }, { h: 48, w: 64 }, []).map(({ path, try: hint }) => [path, hint]);

  test.each<[readonly number[], readonly number[], string, string]>([
    [[49, 64], [], 'with.size', 'size: [48, 64]'],
    [[0, 20], [], 'with.size', 'size: [1, 20]'],
    [[20], [], 'with.size', 'size: [20, 1]'],
    [[20, 20], [29, 0], 'with.corner', 'corner: []'],
    [[20, 20], [0, -1], 'with.corner', 'corner: []'],
    [[20, 20], [4], 'with.corner', 'corner: []'],
  ])('%j at %j is refused', (size, corner, path, hint) => {
    expect(refusals(size, corner)).toEqual([[path, hint]]);
  });

  test('is not refused as long as the frames are not known, and is refused by the run', () => {
    const settings = { size: [20, 20], corner: [40, 0] };
    expect(videoCrop.check?.(settings, {}, [])).toEqual([]);
    expect(refusals([48, 64], [0, 0])).toEqual([]);
    expect(() => videoCrop.run({ video: tf.zeros([1, 1, 48, 64, 1]) }, settings)).toThrow(
      /at most \[28, 44\][^]*\[40,0\]/,
    );
  });
});
