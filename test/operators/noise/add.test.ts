import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { noiseAdd } from '../../../operators/noise/add.js';
import { onEveryBackend, onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { mixedError, normal } from '../../gradients.js';

const cascade = smallCascade({ levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], inputScale: 0.5 }] });
const patchesOf = (items: number): tf.Tensor5D[] =>
  cascade.levels.map((_, level) => normal<tf.Tensor5D>(`patches ${level}`, [items, ...cascade.patch, 2], 0.5));

async function noised(patches: readonly tf.Tensor5D[], seed: number, first = 0, readable = 0) {
  const stage = await noiseAdd.open(settingsOf(noiseAdd.with, { cascade, readable }), testContext({ seed }));
  return stage.next({ patches }, first);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]): number => Math.sqrt(mean(values.map((x) => (x - mean(values)) ** 2)));

describe('the noise levels of training', () => {
  test('are drawn anew for every level and item, log-normal around what the input scale of the level asks for', async () => {
    const items = 600;
    const { sigma } = await noised(patchesOf(items), 1);
    expect(new Set(sigma.flat()).size).toBe(2 * items);
    const logs = sigma.map((level) => level.map(Math.log));
    const { mean: centre, std } = cascade.noise;
    // five standard errors
    const error = (5 * std) / Math.sqrt(items);
    expect(Math.abs(mean(logs[0] ?? []) - centre)).toBeLessThan(error);
    expect(Math.abs(mean(logs[1] ?? []) - (centre - Math.log(0.5)))).toBeLessThan(error);
    for (const level of logs) expect(Math.abs(deviation(level) / std - 1)).toBeLessThan(5 / Math.sqrt(2 * items));
    const products = (logs[0] ?? []).map((x, i) => (x - centre) * ((logs[1]?.[i] ?? NaN) - centre + Math.log(0.5)));
    expect(Math.abs(mean(products)) / std ** 2).toBeLessThan(5 / Math.sqrt(items));
  });

  test('are low for the coarser levels of a share of the items, as in sampling; the other items stay as they were', async () => {
    const items = 400;
    const patches = patchesOf(items);
    const [plain, some, all] = [
      await noised(patches, 3),
      await noised(patches, 3, 0, 0.5),
      await noised(patches, 3, 0, 1),
    ];
    const changed = some.sigma[0]?.filter((sigma, i) => sigma !== plain.sigma[0]?.[i]) ?? [];
    expect(Math.abs(changed.length / items - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / items));
    // with two levels, the coarsest is always the readable one
    expect(some.sigma[1]).toEqual(plain.sigma[1]);
    const logs = all.sigma[0]?.map(Math.log) ?? [];
    expect(Math.abs(mean(logs) + 2.7)).toBeLessThan((5 * 0.5) / Math.sqrt(items));
    expect(Math.abs(deviation(logs) / 0.5 - 1)).toBeLessThan(5 / Math.sqrt(2 * items));
  });
});

onTensorflow('noised patches', () => {
  test('are the clean ones plus σ times unit noise, another for every level and item', async () => {
    const patches = patchesOf(40);
    const { noisy, sigma } = await noised(patches, 2);
    const units = noisy.flatMap((x, level) =>
      tf
        .unstack(tf.sub(x, patches[level] as tf.Tensor5D))
        .map((difference, b) => [...tf.div(difference, sigma[level]?.[b] ?? NaN).dataSync()]),
    );
    expect(units).toHaveLength(80);
    const all = units.flat();
    expect(Math.abs(mean(all))).toBeLessThan(5 / Math.sqrt(all.length));
    expect(Math.abs(deviation(all) - 1)).toBeLessThan(5 / Math.sqrt(2 * all.length));
    const first = units[0] ?? [];
    for (const other of units.slice(1)) {
      const correlation = mean(other.map((x, i) => x * (first[i] ?? NaN)));
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(first.length));
    }
  });
});

onEveryBackend('noising', () => {
  test('gives an item the same noise whatever its batch, and another seed gives another', async () => {
    const patches = patchesOf(4);
    const whole = await noised(patches, 5);
    const half = patches.map((level) => tf.slice(level, [2, 0, 0, 0, 0], [2, -1, -1, -1, -1]));
    // a run that goes on at batch 1 of size 2 is at item 2
    const later = await noised(half, 5, 1);
    later.noisy.forEach((level, l) => {
      const same = tf.slice(whole.noisy[l] as tf.Tensor5D, [2, 0, 0, 0, 0], [2, -1, -1, -1, -1]);
      expect(mixedError(level.dataSync(), same.dataSync())).toBeLessThan(1e-6);
    });
    expect(later.sigma).toEqual(whole.sigma.map((level) => level.slice(2)));
    expect((await noised(patches, 6)).sigma).not.toEqual(whole.sigma);
  });
});
