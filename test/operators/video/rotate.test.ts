import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { videoRotate } from '../../../operators/video/rotate.js';
import { onEveryBackend } from '../../backends.js';

/** A frame with 1 2 3 above 4 5 6. */
const frame = (): tf.Tensor5D => tf.tensor5d([1, 2, 3, 4, 5, 6], [1, 1, 2, 3, 1]);

onEveryBackend('video.rotate', () => {
  test.each<[number, 'none' | 'horizontal' | 'vertical', number[][]]>([
    [
      0,
      'none',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      1,
      'none',
      [
        [4, 1],
        [5, 2],
        [6, 3],
      ],
    ],
    [
      2,
      'none',
      [
        [6, 5, 4],
        [3, 2, 1],
      ],
    ],
    [
      3,
      'none',
      [
        [3, 6],
        [2, 5],
        [1, 4],
      ],
    ],
    [
      -1,
      'none',
      [
        [3, 6],
        [2, 5],
        [1, 4],
      ],
    ],
    [
      0,
      'horizontal',
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
    ],
    [
      0,
      'vertical',
      [
        [4, 5, 6],
        [1, 2, 3],
      ],
    ],
    [
      1,
      'horizontal',
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
  ])('%d quarters clockwise, then flipped %s', (quarters, flip, expected) => {
    const { video } = videoRotate.run({ video: frame() }, { quarters, flip });
    const [, , rows, columns] = video.shape;
    expect(tf.reshape(video, [rows, columns]).arraySync()).toEqual(expected);
    const sizes = videoRotate.dimensions?.({ quarters, flip }, { h: 2, w: 3 }, []);
    expect(sizes).toEqual({ H: expected.length, W: expected[0]?.length });
  });
});

test('a turn and its opposite give the video back, colours and all', () => {
  const video = tf.randomUniform<tf.Rank.R5>([2, 3, 4, 5, 3], -1, 1, 'float32', 1);
  const there = videoRotate.run({ video }, { quarters: 1, flip: 'none' }).video;
  const back = videoRotate.run({ video: there }, { quarters: -1, flip: 'none' }).video;
  expect(back.arraySync()).toEqual(video.arraySync());
});
