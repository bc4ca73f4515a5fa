import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { denoisePyramid } from '../../../operators/denoise/pyramid.js';
import { dropConditions, previousLatents } from '../../../operators/denoise/training-draws.js';
import type { Condition } from '../../../operators/network/condition.js';
import type { Network } from '../../../operators/network/denoiser.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { movedNetwork, nestedOrigins } from '../../network.js';

const cascade = smallCascade({ condition: { classes: 4, dropout: 0.25 } });
const given = (count: number): Condition => ({
  kind: 'classes',
  guidance: 1,
  classes: Array.from({ length: count }, (_, i) => i % 4),
});
const dropped = (network: Network, count: number): boolean[] => {
  const seen = dropConditions(network, given(count), count);
  return seen?.kind === 'classes' ? seen.classes.map((label) => label === null) : [];
};
const training = (seed: number, first: number): Network => ({ cascade, weights: {}, training: { seed, first } });

test('a share of the items loses its condition, the same items whatever the batches', () => {
  const whole = dropped(training(1, 0), 2000);
  const share = whole.filter(Boolean).length / whole.length;
  expect(share).toBeGreaterThan(0.22);
  expect(share).toBeLessThan(0.28);
  expect(dropped(training(1, 1000), 1000)).toEqual(whole.slice(1000));
  expect(dropped(training(2, 0), 2000)).not.toEqual(whole);
});

test('outside training every item keeps its condition', () => {
  expect(dropped({ cascade, weights: {} }, 200)).not.toContain(true);
});

onEveryBackend('self-conditioning in training', () => {
  const looking = smallCascade({ network: { selfCondition: true } });
  const latents = tf.ones<tf.Rank.R2>([40 * 5, 6]);
  const outputs = () =>
    looking.levels.map(() => ({ output: tf.zeros<tf.Rank.R5>([40, 2, 4, 4, 2]), latents: tf.clone(latents) }));

  test('nine items of ten see the latents of a first look; at every level the same items', () => {
    const network = { cascade: looking, weights: {}, training: { seed: 3, first: 0 } };
    const seen = previousLatents(network, 40, outputs).map((level) => level.dataSync());
    const items = Array.from({ length: 40 }, (_, i) => seen[0]?.[i * 30]);
    expect(seen).toHaveLength(3);
    expect(new Set(items)).toEqual(new Set([0, 1]));
    expect(items.filter((x) => x === 1).length).toBeGreaterThan(30);
    expect(seen[2]).toEqual(seen[0]);
  });

  test('the first look passes no gradient on, yet the second sees it', () => {
    const { weights } = movedNetwork(looking);
    const noisy = looking.levels.map((_, l) => normal<tf.Tensor5D>(`noisy ${l}`, [2, 2, 4, 4, 2]));
    const inputs = {
      noisy,
      sigma: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      origins: nestedOrigins(2),
      condition: undefined,
    };
    const run = (changed: Network['weights'], draws?: Network['training']) =>
      denoisePyramid.run(
        { ...inputs, network: { cascade: looking, weights: changed, ...(draws && { training: draws }) } },
        {},
      ).output;
    const draws = { seed: 3, first: 0 };
    const twice = run(weights, draws)[0]?.dataSync() ?? [];
    expect(mixedError(run(weights)[0]?.dataSync() ?? [], twice)).toBeGreaterThan(1e-3);
    const before = tf.memory().numTensors;
    const gradient = tf.grad((table) => tf.sum(run({ ...weights, latents: table }, draws)[0] as tf.Tensor5D))(
      weights['latents'] as tf.Tensor2D,
    );
    expect(gradient.shape).toEqual(weights['latents']?.shape);
    gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
