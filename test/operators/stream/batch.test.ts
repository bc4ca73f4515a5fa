import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { streamBatch } from '../../../operators/stream/batch.js';
import { onEveryBackend } from '../../backends.js';
import { testContext } from '../../context.js';

/** Videos with these numbers, an item each, which are freed when the next is asked for, as in a run. */
async function* lent(
  items: readonly (readonly number[])[],
  frames: (item: number) => number = () => 1,
): AsyncGenerator<{ video: tf.Tensor5D }> {
  for (const [i, numbers] of items.entries()) {
    const count = frames(i);
    const video = tf.tensor5d(
      numbers.flatMap((number) => Array.from({ length: count }, () => number)),
      [numbers.length, count, 1, 1, 1],
    );
    try {
      yield { video };
    } finally {
      video.dispose();
    }
  }
}

const batches = async (items: AsyncIterable<{ video: tf.Tensor5D }>, size: number, last: 'keep' | 'drop') => {
  const all: number[][] = [];
  for await (const { video } of streamBatch.run(items, { size, last }, testContext())) {
    all.push([...(await video.data())]);
    video.dispose();
  }
  return all;
};

onEveryBackend('stream.batch', () => {
  test('puts as many items together as it is told, and keeps or drops the rest', async () => {
    const items = [[1], [2], [3], [4], [5]];
    const before = tf.memory().numTensors;
    expect(await batches(lent(items), 2, 'keep')).toEqual([[1, 2], [3, 4], [5]]);
    expect(await batches(lent(items), 2, 'drop')).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await batches(lent(items), 9, 'keep')).toEqual([[1, 2, 3, 4, 5]]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('joins batches too', async () => {
    expect(await batches(lent([[1, 2], [3], [4, 5, 6]]), 3, 'keep')).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  test('refuses an item of another size, and keeps nothing', async () => {
    const before = tf.memory().numTensors;
    const shorter = lent([[1], [2]], (item) => 2 - item);
    await expect(batches(shorter, 2, 'keep')).rejects.toThrow(/E_VALUE_SHAPE[^]*2×1×1×1[^]*1×1×1×1[^]*stream\.take/);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('check knows the number of videos where the rest is dropped', () => {
  expect(streamBatch.dimensions?.({ size: 4, last: 'drop' }, { b: 2 }, [])).toEqual({ B: 8 });
  expect(streamBatch.dimensions?.({ size: 4, last: 'keep' }, { b: 2 }, [])).toEqual({});
});
