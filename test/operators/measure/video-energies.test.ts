import { beforeAll, expect, test } from '@jest/globals';
import { levelNumber, refuseBeyond, videoEnergies } from '../../../operators/measure/video-energies.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { tf } from '../../../operators/tensor/tf.js';
import { smallCascade } from '../../cascade.js';

beforeAll(() => selectBackend('wasm'));

// tiles of 4 side by side, tokens of 2
const cascade = smallCascade({
  patch: [1, 4, 4],
  levels: [{ size: [1, 4, 4] }, { size: [1, 8, 8], overlap: [0, 0, 0] }],
});

test('each video has its own energies, in space and in time', async () => {
  // a step of 1 between columns 3 and 4, where two tiles meet, in the second video alone
  const step = tf.tile(tf.reshape(tf.tensor1d([0, 0, 0, 0, 1, 1, 1, 1]), [1, 1, 1, 8, 1]), [
    1,
    1,
    8,
    1,
    cascade.channels,
  ]);
  const video = tf.concat<tf.Tensor5D>([tf.zerosLike(step), step] as tf.Tensor5D[]);
  const before = tf.memory().numTensors;
  const [flat, stepped] = await videoEnergies(cascade, 1)(video);
  expect(tf.memory().numTensors).toBe(before);
  expect([flat?.space.tile.sum, stepped?.space.tile.sum, stepped?.space.none.sum]).toEqual([0, 1, 0]);
  expect(stepped?.time.none.count).toBe(0);
});

test('−1 is the last level, and one that is not there is refused', () => {
  expect([levelNumber(cascade, -1), levelNumber(cascade, 0)]).toEqual([1, 0]);
  expect(refuseBeyond({ cascade, level: 2 })).toMatchObject([{ code: 'E_LEVEL', got: '2' }]);
  expect(refuseBeyond({ cascade, level: -1 })).toEqual([]);
});
