import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { denoisePyramid, type LevelInput } from '../../../operators/network/denoiser.js';
import { declareParameters, startingValue } from '../../../operators/network/parameters.js';
import type { Origin } from '../../../operators/network/region.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { movedNetwork, nestedOrigins, pyramidInputs } from '../../network.js';

const cascade = smallCascade();
const L = cascade.levels.length;

/** Sample i of every level alone. */
const alone = (all: readonly LevelInput[], i: number): LevelInput[] =>
  all.map(({ level, patches, noise }) => ({
    level,
    patches: tf.slice(patches, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]),
    noise: tf.slice(noise, i, 1),
  }));

onEveryBackend('the network on a pyramid', () => {
  test('coarse levels do not see finer ones', () => {
    const net = movedNetwork(cascade);
    const all = pyramidInputs(cascade, 3);
    const whole = denoisePyramid(net, all, nestedOrigins(3));
    for (let count = 1; count < L; count++) {
      const part = denoisePyramid(net, all.slice(0, count), nestedOrigins(3).slice(0, count));
      part.forEach((output, level) => {
        expect(mixedError(output.dataSync(), whole[level]?.dataSync() ?? [])).toBeLessThan(1e-5);
      });
    }
  });

  test('finer levels do see coarse ones, and where their patches lie', () => {
    const net = movedNetwork(cascade);
    const [coarse, ...fine] = pyramidInputs(cascade, 2) as [LevelInput, ...LevelInput[]];
    const before = denoisePyramid(net, [coarse, ...fine], nestedOrigins(2));
    const changed = { ...coarse, patches: tf.neg(coarse.patches) };
    const after = denoisePyramid(net, [changed, ...fine], nestedOrigins(2));
    const moved = nestedOrigins(2).map((level, l) =>
      l === 2 ? level.map(([a, b, c]): Origin => [a, b - 1, c]) : level,
    );
    const elsewhere = denoisePyramid(net, [coarse, ...fine], moved);
    expect(mixedError(after[2]?.dataSync() ?? [], before[2]?.dataSync() ?? [])).toBeGreaterThan(1e-3);
    expect(mixedError(elsewhere[2]?.dataSync() ?? [], before[2]?.dataSync() ?? [])).toBeGreaterThan(1e-5);
    expect(mixedError(elsewhere[1]?.dataSync() ?? [], before[1]?.dataSync() ?? [])).toBeLessThan(1e-6);
  });

  test('a batch is its samples one by one', () => {
    const net = movedNetwork(cascade);
    const all = pyramidInputs(cascade, 3);
    const together = denoisePyramid(net, all, nestedOrigins(3));
    for (let i = 0; i < 3; i++) {
      const own = nestedOrigins(3).map((level) => [level[i] as Origin]);
      denoisePyramid(net, alone(all, i), own).forEach((output, level) => {
        const expected = tf.slice(together[level] as tf.Tensor5D, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]);
        expect(mixedError(output.dataSync(), expected.dataSync())).toBeLessThan(1e-5);
      });
    }
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
