import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { LevelFrames } from '../../../operators/tiles/level-frames.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';

beforeAll(() => selectBackend('cpu'));

const piece = (...values: number[]): tf.Tensor5D => tf.tensor5d(values, [1, values.length, 1, 1, 1]);

test('frames that come in pieces can be read across pieces, until they are forgotten', () => {
  const before = tf.memory().numTensors;
  const frames = new LevelFrames();
  for (const [video, from] of [
    [piece(0, 1, 2), 0],
    [tf.zeros<tf.Rank.R5>([1, 0, 1, 1, 1]), 3],
    [piece(3, 4), 3],
  ] as const) {
    frames.add(video, from);
    video.dispose();
  }
  const read = (from: number, to: number): number[] => {
    const video = frames.slice(from, to);
    const values = [...video.dataSync()];
    video.dispose();
    return values;
  };
  expect(read(1, 5)).toEqual([1, 2, 3, 4]);
  expect(read(3, 4)).toEqual([3]);
  frames.dropTo(3);
  expect(read(3, 5)).toEqual([3, 4]);
  expect(() => read(2, 4)).toThrow('frames 2 to 3 are not there');
  frames.dropTo(Infinity);
  expect(tf.memory().numTensors).toBe(before);
});
