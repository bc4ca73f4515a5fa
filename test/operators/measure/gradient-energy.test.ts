import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { bordersOf, gradientEnergy, energyAlong, ratioOf } from '../../../operators/measure/gradient-energy.js';
import { smallCascade } from '../../cascade.js';

test('borders of tiles and of tokens, by hand', () => {
  const cascade = smallCascade();
  const level = 1;
  const tile = cascade.patch[1];
  const length = cascade.levels[level]?.size[1] ?? 0;
  const borders = bordersOf(cascade, level, 1);
  expect(borders).toHaveLength(length - 1);
  // starts of tiles and their ends, inside the canvas
  const stride = Math.round(tile * (1 - (cascade.levels[level]?.overlap[1] ?? 0)));
  const starts = [...Array(Math.ceil((length - tile) / stride) + 1).keys()].map((i) =>
    Math.min(i * stride, length - tile),
  );
  const edges = new Set(starts.flatMap((start) => [start, start + tile]));
  const token = cascade.network.token[1];
  borders.forEach((border, i) => {
    const grid = token > 1 && (i + 1) % token === 0 ? 'token' : 'none';
    expect([i, border]).toEqual([i, edges.has(i + 1) ? 'tile' : grid]);
  });
});

test('energies are means of squared differences along one axis of each video', async () => {
  await tf.setBackend('cpu');
  const video = tf.tensor5d([0, 1, 3, 0, 2, 4, 1, 1, 1, 0, 0, 2], [2, 1, 2, 3, 1]);
  expect([...(energyAlong(video, 2).dataSync() as Float32Array)]).toEqual([2.5, 4, 0, 2]);
  expect([...(energyAlong(video, 1).dataSync() as Float32Array)].map((x) => Number(x.toFixed(4)))).toEqual([0.6667, 1]);
  expect(energyAlong(video, 0).shape).toEqual([2, 0]);
  video.dispose();
});

test('ratios of means, over videos; none where there is nothing to compare', () => {
  const borders = ['none', 'token', 'none', 'tile'] as const;
  const one = gradientEnergy([{ energy: [1, 3, 1, 4], borders }]);
  const two = gradientEnergy([{ energy: [3, 5, 3, 4], borders }]);
  expect([ratioOf([one], 'token'), ratioOf([one], 'tile'), ratioOf([one, two], 'token')]).toEqual([3, 4, 2]);
  const still = gradientEnergy([{ energy: [0, 0, 0, 0], borders }]);
  expect([ratioOf([still], 'tile'), ratioOf([], 'tile')]).toEqual([undefined, undefined]);
});
