import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Slab } from '../../../operators/tiles/slab.js';
import { videoPick } from '../../../operators/video/pick.js';
import { onEveryBackend } from '../../backends.js';
import { testContext } from '../../context.js';

onEveryBackend('video.pick', () => {
  const two = () => tf.tensor5d([0, 0.1, 0.2, 0.3], [2, 1, 1, 2, 1]);

  /** The first value of each video that is taken out of items, and how many items were asked for. */
  async function picked(number: number, slabs: readonly (Slab | undefined)[]) {
    let asked = 0;
    async function* items() {
      for (const slab of slabs) {
        asked += 1;
        yield { video: tf.add<tf.Tensor5D>(two(), asked), slab };
      }
    }
    const values: number[] = [];
    for await (const { video } of videoPick.run(items(), { number }, testContext())) {
      expect(video.shape).toEqual([1, 1, 1, 2, 1]);
      values.push(Math.round(10 * ((await video.data())[0] as number)) / 10);
    }
    return { values, asked };
  }

  const slab = (number: number, first: number, from = 0): Slab => {
    return { number, level: 0, isLast: number === 1, videos: { first, count: 2, of: 6, from } };
  };

  test('takes one video out of two, of every item', async () => {
    expect(await picked(1, [undefined, undefined])).toEqual({ values: [1.2, 2.2], asked: 2 });
  });

  test('of groups of slabs, takes the slabs of the one video, and ends after the last of them', async () => {
    const slabs = [slab(0, 0), slab(1, 0), slab(0, 2), slab(1, 2), slab(0, 4), slab(1, 4)];
    expect(await picked(3, slabs)).toEqual({ values: [3.2, 4.2], asked: 4 });
  });

  test('counts from the first video of the run, whatever its number', async () => {
    const slabs = [slab(0, 10, 10), slab(1, 10, 10), slab(0, 12, 10), slab(1, 12, 10)];
    expect(await picked(3, slabs)).toEqual({ values: [3.2, 4.2], asked: 4 });
  });

  test('says that there are not so many', async () => {
    await expect(picked(2, [undefined])).rejects.toThrow(/E_VALUE_SHAPE[^]*number: 1/);
    await expect(picked(6, [slab(0, 0)])).rejects.toThrow(/E_VALUE_SHAPE/);
  });
});

test('a number beyond a known batch is refused before anything runs, unless it is one of several groups', () => {
  const refused = (number: number, given: readonly string[] = []) =>
    videoPick.check?.({ number }, { B: 2 }, given) ?? [];
  expect([refused(0), refused(1), refused(2, ['slab'])].flat()).toEqual([]);
  expect(refused(2)).toMatchObject([{ code: 'E_VALUE_SHAPE', path: 'with.number' }]);
});

test('the second video needs more than one', () => {
  expect(videoPick.check?.({ number: 1 }, { B: 1 }, [])).toMatchObject([
    { expected: expect.stringMatching(/^more than 1 video,/) },
  ]);
});
