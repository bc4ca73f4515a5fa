import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { layerNorm } from '../../../operators/tensor/layer-norm.js';
import { addGated, modulatedNorm } from '../../../operators/tensor/modulated-norm.js';
import { onEveryBackend } from '../../backends.js';
import { expectGradients, mixedError, normal } from '../../gradients.js';

const [PATCHES, TOKENS, WIDTH] = [2, 3, 4];
const tokens = (name: string): tf.Tensor2D => normal(name, [PATCHES * TOKENS, WIDTH]);
const vectors = (name: string): tf.Tensor2D => normal(name, [PATCHES, WIDTH]);
const apart = (x: tf.Tensor2D): tf.Tensor2D[] => tf.split(x, PATCHES);

onEveryBackend('modulation patch by patch', () => {
  test('norm: every patch is scaled and shifted by its own vectors', () => {
    const [x, shift, scale] = [tokens('x'), vectors('shift'), vectors('scale')];
    const expected = apart(x).map((patch, i) =>
      layerNorm(patch, {
        gamma: tf.reshape(tf.add(apart(scale)[i] as tf.Tensor, 1), [-1]),
        beta: tf.reshape(apart(shift)[i] as tf.Tensor, [-1]),
      }),
    );
    expect(mixedError(modulatedNorm(x, shift, scale).dataSync(), tf.concat(expected).dataSync())).toBeLessThan(1e-5);
    expectGradients(
      (x, a, b) => modulatedNorm(x as tf.Tensor2D, a as tf.Tensor2D, b as tf.Tensor2D),
      [x, shift, scale],
    );
  });

  test('gate: 0 leaves a patch as it is, 1 adds all of it', () => {
    const [x, y] = [tokens('x'), tokens('y')];
    const gate = tf.tensor2d([0, 0, 0, 0, 1, 1, 1, 1], [PATCHES, WIDTH]);
    const [first, second] = apart(addGated(x, y, gate)) as [tf.Tensor2D, tf.Tensor2D];
    expect(mixedError(first.dataSync(), apart(x)[0]?.dataSync() ?? [])).toBe(0);
    expect(mixedError(second.dataSync(), apart(tf.add<tf.Tensor2D>(x, y))[1]?.dataSync() ?? [])).toBeLessThan(1e-6);
    expectGradients(
      (x, y, g) => addGated(x as tf.Tensor2D, y as tf.Tensor2D, g as tf.Tensor2D),
      [x, y, vectors('gate')],
    );
  });
});
