import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { noiseCanvas } from '../../../operators/noise/canvas.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, testContext } from '../../context.js';

const noise = async (count: number, level = 1, seed = 0, number = 0, own = -1): Promise<tf.Tensor5D> => {
  const settings = { cascade: smallCascade(), level, count, seed: own };
  const [item] = await itemsOf(
    noiseCanvas.run({ condition: undefined, slab: undefined }, settings, testContext({ seed }), number),
  );
  return item?.canvas ?? tf.zeros([0, 0, 0, 0, 0]);
};

onTensorflow('the noise of a canvas', () => {
  test('has the size of its level, for each video', async () => {
    expect((await noise(3)).shape).toEqual([3, 4, 8, 8, 2]);
    expect((await noise(1, 2)).shape).toEqual([1, 8, 16, 16, 2]);
  });

  test('of a video does not depend on how many are sampled, but on the seed', async () => {
    const [alone, first, other] = [await noise(1), tf.slice(await noise(3), 0, 1), await noise(1, 1, 7)];
    expect(alone.dataSync()).toEqual(first.dataSync());
    expect(alone.dataSync()).not.toEqual(other.dataSync());
    // a seed of its own takes the place of the run's
    expect((await noise(1, 1, 0, 0, 7)).dataSync()).toEqual(other.dataSync());
  });

  test('of a group of videos is theirs among all', async () => {
    const slab = { number: 0, level: 1, isLast: false, videos: { first: 2, count: 2, of: 4, from: 0 } };
    const settings = { cascade: smallCascade(), level: 1, count: 1, seed: -1 };
    const [item] = await itemsOf(noiseCanvas.run({ condition: undefined, slab }, settings, testContext(), 9));
    const all = await noise(4);
    const [, frames = 0] = item?.canvas.shape ?? [];
    expect(frames).toBeGreaterThan(0);
    expect(item?.canvas.dataSync()).toEqual(tf.slice(all, [2, 0, 0, 0, 0], [2, frames, -1, -1, -1]).dataSync());
  });

  test('of a stream of conditions goes on from item to item, whatever their size', async () => {
    const [whole, second] = [await noise(4), await noise(2, 1, 0, 1)];
    expect(tf.slice(whole, 2, 2).dataSync()).toEqual(second.dataSync());
  });
});

test('a number of videos beside slabs of another number is refused', () => {
  const refused = (count: number) =>
    noiseCanvas.check?.({ cascade: smallCascade(), level: 1, count, seed: -1 }, { B: 2 }, ['slab']) ?? [];
  expect([refused(1), refused(2)].flat()).toEqual([]);
  expect(refused(3)).toMatchObject([{ code: 'E_SETTING_TYPE', path: 'with.count' }]);
});

test('a level that the cascade does not have is refused', () => {
  const settings = { cascade: smallCascade(), level: 3, count: 1, seed: -1 };
  expect(noiseCanvas.check?.(settings, {}, [])).toMatchObject([{ code: 'E_LEVEL' }]);
});
