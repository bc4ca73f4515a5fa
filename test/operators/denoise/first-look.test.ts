import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { denoiseFirstLook } from '../../../operators/denoise/first-look.js';
import { denoisePyramid } from '../../../operators/denoise/pyramid.js';
import type { Network } from '../../../operators/network/network.js';
import { onFastBackends } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { movedNetwork, nestedOrigins } from '../../network.js';

onFastBackends('the first look of self-conditioning', () => {
  const cascade = smallCascade({ network: { selfCondition: true } });
  const ITEMS = 3;
  const inputs = () => ({
    noisy: cascade.levels.map((_, l) => normal<tf.Tensor5D>(`noisy ${l}`, [ITEMS, 2, 4, 4, 2])),
    sigma: cascade.levels.map(() => [1, 1, 1]),
    origins: nestedOrigins(ITEMS),
    condition: undefined,
  });
  const look = (weights: Network['weights'], chosen: readonly boolean[]): tf.Tensor2D | undefined =>
    denoiseFirstLook.run({ ...inputs(), network: { cascade, weights }, chosen }, {}).latents;
  const twice = (weights: Network['weights'], chosen: readonly boolean[]): tf.Tensor5D =>
    denoisePyramid.run({ ...inputs(), network: { cascade, weights }, latents: look(weights, chosen) }, {})
      .output[1] as tf.Tensor5D;

  test('chosen items see their latents, at every level; those of the others are zero', () => {
    const { weights } = movedNetwork(cascade);
    const all = look(weights, [true, true, true])?.reshape([cascade.levels.length, ITEMS, -1]);
    const some = look(weights, [true, false, true])?.reshape([cascade.levels.length, ITEMS, -1]);
    const [everybody, chosen] = [all?.arraySync(), some?.arraySync()] as number[][][][];
    everybody?.forEach((level, l) => {
      expect(Math.max(...(level[1] ?? []).map(Math.abs))).toBeGreaterThan(1e-3);
      expect(chosen?.[l]).toEqual([level[0], (level[1] ?? []).map((x) => x * 0), level[2]]);
    });
    expect(everybody).toHaveLength(3);
  });

  test('nothing is looked at where nobody is chosen, or the cascade does not say selfCondition', () => {
    const { weights } = movedNetwork(cascade);
    expect(look(weights, [false, false, false])).toBeUndefined();
    const network = { cascade: smallCascade(), weights };
    expect(denoiseFirstLook.run({ ...inputs(), network, chosen: [true, true, true] }, {}).latents).toBeUndefined();
  });

  test('the first look passes no gradient on, yet the second sees it', () => {
    const { weights } = movedNetwork(cascade);
    const [once, second] = [
      [false, false, false],
      [true, true, true],
    ].map((chosen) => twice(weights, chosen).dataSync());
    expect(mixedError(once ?? [], second ?? [])).toBeGreaterThan(1e-3);
    const before = tf.memory().numTensors;
    const table = weights['latents'] as tf.Tensor2D;
    const gradientWith = (latents: tf.Tensor2D | undefined) =>
      tf.grad((rows) => {
        const network = { cascade, weights: { ...weights, latents: rows } };
        return tf.sum(denoisePyramid.run({ ...inputs(), network, latents }, {}).output[1] as tf.Tensor5D);
      })(table);
    const through = tf.grad((rows) => tf.sum(twice({ ...weights, latents: rows }, [true, true, true])))(table);
    const constant = tf.tidy(() => gradientWith(look(weights, [true, true, true])));
    expect(mixedError(through.dataSync(), constant.dataSync())).toBeLessThan(1e-6);
    tf.dispose([through, constant]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
