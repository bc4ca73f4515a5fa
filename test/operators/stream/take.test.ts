import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { streamTake } from '../../../operators/stream/take.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { itemsOf, testContext } from '../../context.js';

beforeAll(() => selectBackend('cpu'));

/** Videos of one pixel, 0, 1, 2 …, without end; counts those that were asked for. */
async function* endless(asked: { count: number }): AsyncGenerator<{ video: tf.Tensor5D }> {
  for (;;) yield { video: tf.fill([1, 1, 1, 1, 1], asked.count++) };
}

test('hands on the first items as they are, and asks for no more', async () => {
  const asked = { count: 0 };
  const taken = await itemsOf(streamTake.run(endless(asked), { count: 3 }, testContext()));
  expect(taken.map(({ video }) => video.dataSync()[0])).toEqual([0, 1, 2]);
  expect(asked.count).toBe(3);
});
