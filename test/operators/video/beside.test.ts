import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { videoBeside } from '../../../operators/video/beside.js';
import { framesOf, pacesOf } from '../../../operators/tiles/pace.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';

type Given = Parameters<typeof settingsOf<typeof videoBeside.with>>[1];

const open = async (given: Given) => {
  const stage = await videoBeside.open(settingsOf(videoBeside.with, given), testContext());
  return {
    whole: async (videos: tf.Tensor5D[]) => (await stage.next({ videos, slab: undefined }, 0)).video,
    stage,
  };
};

test('slabs of no cascade are refused before anything runs', () => {
  const refused = (given: Given) => videoBeside.check?.(settingsOf(videoBeside.with, given), {}, ['videos.0', 'slab']);
  expect(refused({})).toMatchObject([{ code: 'E_SETTING_MISSING', path: 'with.cascade' }]);
  expect(refused({ cascade: smallCascade() })).toEqual([]);
});

onEveryBackend('video.beside', () => {
  test('repeats frames and pixels of the smaller videos, and puts black between', async () => {
    const small = tf.tensor5d([0.25, 0.5], [1, 1, 1, 2, 1]);
    const large = tf.tensor5d([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], [1, 2, 1, 4, 1]);
    const video = await (await open({ gap: 1 })).whole([small, large]);
    expect(video.shape).toEqual([1, 2, 1, 9, 1]);
    const expected = [
      [0.25, 0.25, 0.5, 0.5, -1, 0, 0.1, 0.2, 0.3],
      [0.25, 0.25, 0.5, 0.5, -1, 0.4, 0.5, 0.6, 0.7],
    ].flat();
    (await video.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
  });

  test('ends with the first of several videos that ends, and warns of paces that cannot be meant', async () => {
    const warned: string[] = [];
    const warn = (text: string): void => void warned.push(text);
    const frames = async (...items: readonly (readonly [number, number])[]) => {
      const stage = await videoBeside.open(settingsOf(videoBeside.with, {}), { ...testContext(), warn });
      const shown = items.map(async (counts, number) => {
        const videos = counts.map((count) => tf.zeros<tf.Rank.R5>([1, count, 1, 1, 1]));
        return (await stage.next({ videos, slab: undefined }, number)).video.shape[1];
      });
      return Promise.all(shown);
    };
    expect(await frames([4, 4], [4, 4], [2, 4])).toEqual([4, 4, 2]);
    expect(await frames([2, 8], [1, 8], [2, 6])).toEqual([8, 4, 6]);
    expect(await frames([4, 5])).toEqual([5]);
    expect(warned).toEqual([]);
    await frames([4, 5], [4, 5]);
    expect(warned).toEqual([expect.stringContaining('4 and 5 frames')]);
  });

  test('leaves a single video as it is, and no tensor behind', async () => {
    const one = tf.tensor5d([0.1, 0.2, 0.3, 0.4], [2, 1, 1, 2, 1]);
    const { whole } = await open({});
    const before = tf.memory().numTensors;
    const video = await whole([one]);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(await video.array()).toEqual(await one.array());
  });

  test.each([0, 0.5])('is the same slab by slab, group by group (overlap along time %d)', async (overlap) => {
    const cascade = smallCascade({
      levels: [{ size: [2, 4, 4] }, { size: [4, 4, 4] }, { size: [12, 8, 8], overlap: [overlap, 0.5, 0.5] }],
    });
    const levels = cascade.levels.map(({ size: [F, H, W] }) => tf.randomUniform<tf.Rank.R5>([3, F, H, W, 1], -1, 1));
    const expected = await (await open({})).whole(levels);
    const before = tf.memory().numTensors;
    const { stage } = await open({ cascade });
    const paces = pacesOf(cascade, 2);
    for (const [first, count] of [
      [0, 2],
      [2, 1],
    ] as const) {
      for (const [number, pace] of paces.entries()) {
        const rangeOf = (level: number) => framesOf(cascade, level, pace[level]?.finished ?? [0, 0]);
        const videos = levels.map((video, level) => {
          const [from, to] = rangeOf(level);
          return tf.slice(video, [first, from, 0, 0, 0], [count, to - from, -1, -1, -1]);
        });
        const slab = {
          number,
          level: 2,
          isLast: number + 1 === paces.length,
          videos: { first, count, of: 3, from: 0 },
        };
        const { video } = await stage.next({ videos, slab }, 0);
        const [from, to] = rangeOf(2);
        const whole = tf.slice(expected, [first, from, 0, 0, 0], [count, to - from, -1, -1, -1]);
        expect(video.shape).toEqual(whole.shape);
        expect([...(await video.data())]).toEqual([...(await whole.data())]);
        tf.dispose([videos, video, whole]);
      }
    }
    await stage.done?.();
    expect(tf.memory().numTensors).toBe(before);
  });
});
