import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { videoPick } from '../../../operators/video/pick.js';
import { onEveryBackend } from '../../backends.js';

onEveryBackend('video.pick', () => {
  const two = () => tf.tensor5d([0, 0.1, 0.2, 0.3], [2, 1, 1, 2, 1]);

  test('takes one video out of two', async () => {
    const { video } = videoPick.run({ video: two() }, { number: 1 });
    expect(video.shape).toEqual([1, 1, 1, 2, 1]);
    (await video.data()).forEach((value, i) => expect(value).toBeCloseTo([0.2, 0.3][i] ?? NaN, 6));
  });

  test('says that there is no third', () => {
    expect(() => videoPick.run({ video: two() }, { number: 2 })).toThrow(/E_VALUE_SHAPE[^]*number: 1/);
  });
});

test('a number beyond a known batch is refused before anything runs', () => {
  const refused = (number: number) => videoPick.check?.({ number }, { B: 2 }, []) ?? [];
  expect([refused(0), refused(1)].flat()).toEqual([]);
  expect(refused(2)).toMatchObject([{ code: 'E_VALUE_SHAPE', path: 'with.number' }]);
});
