import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { adamw, clipScale, type AdamWState } from '../../../operators/training/adamw.js';
import { asInReference } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** torch.optim.AdamW with weight decay on the matrices alone, and torch's clip_grad_norm_. */
const { names, number, shape, values } = await readReference('adamw');
const all = names.filter((name) => name.startsWith('initial.')).map((name) => name.replace('initial.', ''));
const TENSORS = [...all.filter((name) => name.includes('matrix')), ...all.filter((name) => !name.includes('matrix'))];
const STEPS = shape('gradients.vector1')[0] ?? 0;
const settings = {
  beta1: number('hyper.beta1'),
  beta2: number('hyper.beta2'),
  epsilon: number('hyper.epsilon'),
  weightDecay: number('hyper.weight_decay'),
  rate: number('hyper.learning_rate'),
  averageDecay: 0.75,
};

/** All tensors one after the other, as training keeps them. */
const flat = (of: (name: string) => ArrayLike<number>): Float32Array =>
  Float32Array.from(TENSORS.flatMap((name) => Array.from(of(name))));

const size = (name: string): number => values(`initial.${name}`).length;
const atStep = (kind: string, step: number): Float32Array =>
  flat((name) => values(`${kind}.${name}`).subarray(step * size(name), (step + 1) * size(name)));
const kernels = TENSORS.filter((name) => name.includes('matrix')).map(size);

asInReference('AdamW', () => {
  test('every parameter is where torch has it, step by step', async () => {
    expect([TENSORS.length, STEPS]).toEqual([6, 6]);
    const start = flat((name) => values(`initial.${name}`));
    const zeros = (): tf.Tensor1D => tf.zeros([start.length]);
    let state: AdamWState = { parameters: tf.tensor1d(start), mean: zeros(), variance: zeros(), average: zeros() };
    const average = new Float32Array(start.length);
    for (let step = 0; step < STEPS; step++) {
      const gradient = tf.tensor1d(atStep('gradients', step));
      state = adamw(state, gradient, tf.scalar(1), kernels, { ...settings, step: step + 1 });
      const expected = atStep('adamw', step);
      expect(mixedError(await state.parameters.data(), expected)).toBeLessThan(1e-6);
      average.forEach((old, i) => (average[i] = 0.75 * old + 0.25 * (expected[i] ?? NaN)));
      expect(mixedError(await state.average.data(), average)).toBeLessThan(1e-6);
    }
  });

  test.each([0, 2])('all gradients of step %i are clipped together', async (step) => {
    const gradient = tf.tensor1d(atStep('gradients', step));
    const { scale, norm } = clipScale(gradient, number('clip.max_norm'));
    expect(mixedError(await norm.data(), values(`clip.total_norm.${step}`))).toBeLessThan(1e-6);
    const expected = flat((name) => values(`clip.gradients.${step}.${name}`));
    expect(mixedError(await tf.mul(gradient, scale).data(), expected)).toBeLessThan(1e-6);
  });

  test('a gradient below the limit is left alone, and so is a gradient of nothing but zeros', async () => {
    const small = tf.tensor1d([0.3, -0.4]);
    expect((await clipScale(small, 1).scale.data())[0]).toBe(1);
    expect((await clipScale(tf.zeros([3]), 1).scale.data())[0]).toBe(1);
  });
});
