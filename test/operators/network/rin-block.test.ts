import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Weights } from '../../../operators/network/weights.js';
import { rinBlock, type RinState } from '../../../operators/network/rin-block.js';
import { asInReference } from '../../backends.js';
import { mixedError, relativeToMax } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** CAD's RINBlock in PyTorch, float64; pix2seq's TapeDenoiser agrees with it. */
const { names, number, shape, tensor, values } = await readReference('rin-block');
const [batch = 0, n = 0, d = 0] = shape('X');
const [, m = 0, z = 0] = shape('Z');
const heads = number('hyper.self_heads');
const layers = number('hyper.self_layers');

const WEIGHTS = names.filter((name) => name.startsWith('weights.'));

/** The reference's weights under our names: projections of the same input side by side in one matrix. */
function packed(weights: Weights): Weights {
  const side = (name: string, parts: readonly string[], kind: string): tf.Tensor =>
    tf.concat(
      parts.map((part) => weights[`${name}.${part}.${kind}`] as tf.Tensor),
      kind === 'kernel' ? 1 : 0,
    );
  const joined = (name: string, as: string, parts: readonly string[]) =>
    ['kernel', 'bias'].map((kind) => [`${name}.${as}.${kind}`, side(name, parts, kind)] as const);
  const self = Array.from({ length: layers }, (_, k) => `block.self.${k}.attention`);
  return {
    ...weights,
    ...Object.fromEntries(self.flatMap((name) => joined(name, 'queryKeyValue', ['query', 'key', 'value']))),
    ...Object.fromEntries(
      ['block.read.attention', 'block.write.attention'].flatMap((name) => joined(name, 'keyValue', ['key', 'value'])),
    ),
  };
}

/** Our block on the reference's X [B, n, d], Z [B, m, z] and weights (in the order of WEIGHTS). */
function block(x: tf.Tensor, latents: tf.Tensor, weights: readonly tf.Tensor[], depth = layers): RinState {
  const named = WEIGHTS.map((name, i) => [name.replace('weights', 'block'), weights[i] as tf.Tensor] as const);
  const state: RinState = { tokens: tf.reshape(x, [batch * n, d]), latents: tf.reshape(latents, [batch * m, z]) };
  return rinBlock(packed(Object.fromEntries(named)), 'block', state, { batch, heads, layers: depth });
}

const inputs = (): [tf.Tensor, tf.Tensor, ...tf.Tensor[]] => [
  tensor('X'),
  tensor('Z'),
  ...WEIGHTS.map((name) => tensor(name)),
];

asInReference('RIN block', () => {
  test('tokens and latents are those of the reference', async () => {
    const [x, latents, ...weights] = inputs();
    const out = block(x, latents, weights);
    expect(number('hyper.read_write_heads')).toBe(heads);
    expect(mixedError(await out.tokens.data(), values('output.X'))).toBeLessThan(5e-5);
    expect(mixedError(await out.latents.data(), values('output.Z'))).toBeLessThan(5e-5);
  });

  test.each(['read', 'self.0', 'self.1'])('so are the latents after %s', async (part) => {
    const [x, latents, ...weights] = inputs();
    const depth = ['read', 'self.0', 'self.1'].indexOf(part);
    const out = block(x, latents, weights, depth);
    expect(mixedError(await out.latents.data(), values(`latents_after.${part}`))).toBeLessThan(5e-5);
  });

  test('so are the gradients of the inputs and of weights of every kind', async () => {
    const [gx, gz] = [tf.reshape(tensor('gx'), [batch * n, d]), tf.reshape(tensor('gz'), [batch * m, z])];
    const objective = (x: tf.Tensor, latents: tf.Tensor, ...weights: tf.Tensor[]): tf.Scalar => {
      const out = block(x, latents, weights);
      return tf.add(tf.sum(tf.mul(out.tokens, gx)), tf.sum(tf.mul(out.latents, gz)));
    };
    const found = tf.grads(objective)(inputs());
    const of = (name: string): tf.Tensor | undefined => found[['X', 'Z', ...WEIGHTS].indexOf(name)];
    const expected = names.filter((name) => name.startsWith('grad.'));
    expect(expected.length).toBe(8);
    const errors = await Promise.all(
      expected.map(async (name) => {
        const gradient = await of(name.replace('grad.', ''))?.data();
        return [name, relativeToMax(gradient ?? [], values(name))] as const;
      }),
    );
    expect(errors.filter(([, error]) => !(error <= 5e-5))).toEqual([]);
  });
});
