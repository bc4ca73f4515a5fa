import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { pickConditions } from '../../../operators/network/condition.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import type { LevelInput } from '../../../operators/network/run-blocks.js';
import type { Origin } from '../../../operators/network/origin.js';
import { onFastBackends } from '../../backends.js';
import { cascadeKinds, smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { movedNetwork, nestedOrigins, pyramidInputs, someCondition } from '../../network.js';

/** Sample i of every level alone. */
const alone = (all: readonly LevelInput[], i: number): LevelInput[] =>
  all.map(({ level, patches, noise }) => ({
    level,
    patches: tf.slice(patches, [i, 0, 0, 0, 0], [1, -1, -1, -1, -1]),
    noise: tf.slice(noise, i, 1),
  }));

/** The network's outputs as plain numbers, per level. */
const outputs = (...args: Parameters<typeof evaluatePyramid>): Float32Array[] =>
  tf.tidy(() => evaluatePyramid(...args).map(({ output }) => output.dataSync<'float32'>()));

onFastBackends('the network on a pyramid', () => {
  describe.each(cascadeKinds)('%s', (_, cascade) => {
    const L = cascade.levels.length;

    test('coarse levels do not see finer ones', () => {
      const net = movedNetwork(cascade);
      const all = pyramidInputs(cascade, 3);
      const condition = someCondition(cascade, 3);
      const whole = outputs(net, all, nestedOrigins(3), condition);
      for (let count = 1; count < L; count++) {
        const part = outputs(net, all.slice(0, count), nestedOrigins(3).slice(0, count), condition);
        part.forEach((output, level) => {
          expect(mixedError(output, whole[level] ?? [])).toBeLessThan(1e-5);
        });
      }
    });

    test('finer levels see coarse ones if there is fusion, and where they lie if there are coordinates', () => {
      const { fusion, coordinates, pixels } = cascade.network;
      const net = movedNetwork(cascade);
      const [coarse, ...fine] = pyramidInputs(cascade, 2) as [LevelInput, ...LevelInput[]];
      const before = outputs(net, [coarse, ...fine], nestedOrigins(2));
      const after = outputs(net, [{ ...coarse, patches: tf.neg(coarse.patches) }, ...fine], nestedOrigins(2));
      const change = mixedError(after[2] ?? [], before[2] ?? []);
      if (fusion === 'none' && !pixels) expect(change).toBe(0);
      else expect(change).toBeGreaterThan(1e-3);
      // all patches moved together: nothing but δ tells where they are
      const shifted = nestedOrigins(2).map((level) => level.map(([f, h, w]): Origin => [f, h + 0.25, w]));
      const elsewhere = outputs(net, [coarse, ...fine], shifted);
      const seen = mixedError(elsewhere[2] ?? [], before[2] ?? []);
      if (fusion === 'none' || !coordinates) expect(seen).toBe(0);
      else expect(seen).toBeGreaterThan(1e-5);
    });

    test('a batch is its samples one by one', () => {
      const net = movedNetwork(cascade);
      const all = pyramidInputs(cascade, 3);
      const condition = someCondition(cascade, 3);
      const together = outputs(net, all, nestedOrigins(3), condition);
      for (let i = 0; i < 3; i++) {
        const own = nestedOrigins(3).map((level) => [level[i] as Origin]);
        const mine = condition === undefined ? undefined : pickConditions(condition, [i]);
        outputs(net, alone(all, i), own, mine).forEach((output, level) => {
          const size = output.length;
          const expected = together[level]?.subarray(i * size, (i + 1) * size) ?? [];
          expect(mixedError(output, expected)).toBeLessThan(1e-5);
        });
      }
    });
  });

  const conditional = cascadeKinds.filter(([, { condition }]) => condition.kind !== 'none');

  test.each(conditional)('%s: every level sees the condition; the null condition is the same as none', (_, cascade) => {
    const condition = someCondition(cascade, 2);
    if (condition === undefined) throw new Error('no condition');
    const net = movedNetwork(cascade);
    const all = pyramidInputs(cascade, 2);
    const [given, dropped, none] = [condition, pickConditions(condition, [null, null]), undefined].map((c) =>
      outputs(net, all, nestedOrigins(2), c),
    ) as [Float32Array[], Float32Array[], Float32Array[]];
    given.forEach((output, level) => {
      const half = output.length / 2;
      const [without, plain] = [dropped[level] ?? [], none[level] ?? new Float32Array()];
      expect(mixedError(without, plain)).toBeLessThan(1e-6);
      // the first sample has a condition, the second is null
      expect(mixedError(output.subarray(0, half), plain.subarray(0, half))).toBeGreaterThan(1e-3);
      expect(mixedError(output.subarray(half), plain.subarray(half))).toBeLessThan(1e-5);
    });
  });

  test('a text is read up to its padding, whatever stands there', () => {
    const [, cascade] = cascadeKinds.find(([, { condition }]) => condition.kind === 'text') ?? cascadeKinds[0] ?? [];
    if (cascade === undefined) throw new Error('no cascade with text');
    const net = movedNetwork(cascade);
    const condition = someCondition(cascade, 3);
    if (condition?.kind !== 'text') throw new Error('no text');
    const { tokens, mask } = condition;
    const moved = { ...condition, tokens: tf.add<tf.Tensor3D>(tokens, tf.expandDims(tf.sub(1, mask), 2)) };
    const other = { ...condition, tokens: tf.add<tf.Tensor3D>(tokens, tf.expandDims(mask, 2)) };
    const [before, padding, words] = [condition, moved, other].map(
      (c) => outputs(net, pyramidInputs(cascade, 3), nestedOrigins(3), c)[2],
    ) as [Float32Array, Float32Array, Float32Array];
    expect(mixedError(padding, before)).toBeLessThan(1e-6);
    expect(mixedError(words, before)).toBeGreaterThan(1e-3);
  });

  test('self-conditioning: earlier latents matter to the level they are of and to finer ones, and only to those', () => {
    const cascade = smallCascade({ network: { selfCondition: true } });
    const net = movedNetwork(cascade);
    const inputs = pyramidInputs(cascade, 2);
    const first = evaluatePyramid(net, inputs, nestedOrigins(2));
    const informed = inputs.map((input, level) => (level === 1 ? { ...input, previous: first[1]?.latents } : input));
    const second = outputs(net, informed, nestedOrigins(2));
    const errors = second.map((output, level) => mixedError(output, first[level]?.output.dataSync() ?? []));
    expect(errors[0]).toBeLessThan(1e-6);
    expect(errors[1]).toBeGreaterThan(1e-3);
    expect(errors[2]).toBeGreaterThan(1e-5);
  });
});
