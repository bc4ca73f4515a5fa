import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { denoisePyramid, type LevelInput, type Network } from '../../../operators/network/denoiser.js';
import { declareParameters, startingValue } from '../../../operators/network/parameters.js';
import type { Origin } from '../../../operators/network/region.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';

const cascade = smallCascade();
const L = cascade.levels.length;
const [f, h, w] = cascade.patch;

/** A network as it starts, with every vector and table moved off its start, so that all of it matters. */
function network(): Network {
  const weights = declareParameters(cascade).map((declaration) => {
    const start = tf.tensor(startingValue(declaration, 1), [...declaration.shape]);
    return [declaration.name, tf.add(start, normal(declaration.name, declaration.shape, 0.1))] as const;
  });
  return { cascade, weights: Object.fromEntries(weights) };
}

const inputs = (batch: number): LevelInput[] =>
  Array.from({ length: L }, (_, level) => ({
    level,
    patches: normal<tf.Tensor5D>(`patches ${level}`, [batch, f, h, w, cascade.channels]),
    noise: normal<tf.Tensor1D>(`noise ${level}`, [batch]),
  }));

/** Nested patches: level 1 in a corner, level 2 in the middle of it; another place for every sample. */
const origins = (batch: number): Origin[][] => [
  Array.from({ length: batch }, (): Origin => [0, 0, 0]),
  Array.from({ length: batch }, (_, i): Origin => [i % 2 === 0 ? 0 : 4, 8, 2 * i]),
  Array.from({ length: batch }, (_, i): Origin => [i % 2 === 0 ? 1 : 5, 10, 2 * i + 1]),
];

/** Sample i of every level alone. */
const alone = (all: readonly LevelInput[], i: number): LevelInput[] =>
  all.map(({ level, patches, noise }) => ({
    level,
    patches: tf.slice(patches, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]),
    noise: tf.slice(noise, i, 1),
  }));

onEveryBackend('the network on a pyramid', () => {
  test('coarse levels do not see finer ones', () => {
    const net = network();
    const all = inputs(3);
    const whole = denoisePyramid(net, all, origins(3));
    for (let count = 1; count < L; count++) {
      const part = denoisePyramid(net, all.slice(0, count), origins(3).slice(0, count));
      part.forEach((output, level) => {
        expect(mixedError(output.dataSync(), whole[level]?.dataSync() ?? [])).toBeLessThan(1e-5);
      });
    }
  });

  test('finer levels do see coarse ones, and where their patches lie', () => {
    const net = network();
    const [coarse, ...fine] = inputs(2) as [LevelInput, ...LevelInput[]];
    const before = denoisePyramid(net, [coarse, ...fine], origins(2));
    const changed = { ...coarse, patches: tf.neg(coarse.patches) };
    const after = denoisePyramid(net, [changed, ...fine], origins(2));
    const moved = origins(2).map((level, l) => (l === 2 ? level.map(([a, b, c]): Origin => [a, b - 1, c]) : level));
    const elsewhere = denoisePyramid(net, [coarse, ...fine], moved);
    expect(mixedError(after[2]?.dataSync() ?? [], before[2]?.dataSync() ?? [])).toBeGreaterThan(1e-3);
    expect(mixedError(elsewhere[2]?.dataSync() ?? [], before[2]?.dataSync() ?? [])).toBeGreaterThan(1e-5);
    expect(mixedError(elsewhere[1]?.dataSync() ?? [], before[1]?.dataSync() ?? [])).toBeLessThan(1e-6);
  });

  test('a batch is its samples one by one', () => {
    const net = network();
    const all = inputs(3);
    const together = denoisePyramid(net, all, origins(3));
    for (let i = 0; i < 3; i++) {
      const own = origins(3).map((level) => [level[i] as Origin]);
      denoisePyramid(net, alone(all, i), own).forEach((output, level) => {
        const expected = tf.slice(together[level] as tf.Tensor5D, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]);
        expect(mixedError(output.dataSync(), expected.dataSync())).toBeLessThan(1e-5);
      });
    }
  });

  test('has the gradient of central differences, along a random direction of all weights at once', () => {
    const { weights } = network();
    const names = Object.keys(weights);
    const direction = names.map((name) => normal(`direction ${name}`, weights[name]?.shape ?? []));
    const lossOf = (...values: tf.Tensor[]): tf.Scalar => {
      const named = Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor]));
      const outputs = denoisePyramid({ cascade, weights: named }, inputs(2), origins(2));
      return tf.mean(tf.stack(outputs.map((output) => tf.mean(tf.square(output)))));
    };
    const start = names.map((name) => weights[name] as tf.Tensor);
    const gradients = tf.grads(lossOf)(start);
    const along = gradients.reduce(
      (sum, g, i) => sum + (tf.sum(tf.mul(g, direction[i] as tf.Tensor)).dataSync()[0] ?? NaN),
      0,
    );
    const at = (step: number): number =>
      lossOf(...start.map((w, i) => tf.add(w, tf.mul(direction[i] as tf.Tensor, step)))).dataSync()[0] ?? NaN;
    const numeric = (at(1e-3) - at(-1e-3)) / 2e-3;
    expect(Math.abs(along - numeric)).toBeLessThan(0.02 * Math.abs(numeric));
  });
});

test('fusion starts as nearly the identity on own tokens, blind to coordinates', () => {
  const declared = declareParameters(cascade);
  const value = (name: string): Float32Array => {
    const declaration = declared.find((candidate) => candidate.name === name);
    if (declaration === undefined) throw new RangeError(name);
    return startingValue(declaration, 0);
  };
  const d = cascade.network.width;
  expect([...value('blocks.0.fusion.own.kernel')]).toEqual(
    Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1 : 0)),
  );
  expect(value('blocks.0.fusion.coordinates.kernel').every((x) => x === 0)).toBe(true);
  const context = value('blocks.0.fusion.context.kernel');
  expect(Math.max(...context.map(Math.abs))).toBeLessThan(0.1);
  expect(Math.max(...context.map(Math.abs))).toBeGreaterThan(0);
});
