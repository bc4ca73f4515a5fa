import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { adamw, clipByGlobalNorm, type AdamWState } from '../../../operators/train/adamw.js';
import { onEveryBackend } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** torch.optim.AdamW with weight decay on the matrices alone, and torch's clip_grad_norm_. */
const { names, number, shape, values } = await readReference('adamw');
const TENSORS = names.filter((name) => name.startsWith('initial.')).map((name) => name.replace('initial.', ''));
const STEPS = shape('gradients.vector1')[0] ?? 0;
const settings = {
  beta1: number('hyper.beta1'),
  beta2: number('hyper.beta2'),
  epsilon: number('hyper.epsilon'),
  weightDecay: number('hyper.weight_decay'),
};

/** All tensors one after the other, as training keeps them. */
const flat = (of: (name: string) => ArrayLike<number>): Float32Array =>
  Float32Array.from(TENSORS.flatMap((name) => Array.from(of(name))));

const size = (name: string): number => values(`initial.${name}`).length;
const atStep = (kind: string, step: number): Float32Array =>
  flat((name) => values(`${kind}.${name}`).subarray(step * size(name), (step + 1) * size(name)));
const decayed = flat((name) => new Float32Array(size(name)).fill(name.includes('matrix') ? 1 : 0));

onEveryBackend('AdamW', () => {
  test('every parameter is where torch has it, step by step', () => {
    expect([TENSORS.length, STEPS]).toEqual([6, 6]);
    const start = flat((name) => values(`initial.${name}`));
    const zeros = (): tf.Tensor1D => tf.zeros([start.length]);
    let state: AdamWState = { parameters: tf.tensor1d(start), mean: zeros(), variance: zeros() };
    for (let step = 0; step < STEPS; step++) {
      const gradient = tf.tensor1d(atStep('gradients', step));
      state = adamw(state, gradient, step + 1, number('hyper.learning_rate'), tf.tensor1d(decayed), settings);
      expect(mixedError(state.parameters.dataSync(), atStep('adamw', step))).toBeLessThan(1e-6);
    }
  });

  test.each([0, 2])('all gradients of step %i are clipped together', (step) => {
    const gradient = tf.tensor1d(atStep('gradients', step));
    const { clipped, norm } = clipByGlobalNorm(gradient, number('clip.max_norm'));
    expect(mixedError(norm.dataSync(), values(`clip.total_norm.${step}`))).toBeLessThan(1e-6);
    const expected = flat((name) => values(`clip.gradients.${step}.${name}`));
    expect(mixedError(clipped.dataSync(), expected)).toBeLessThan(1e-6);
  });

  test('a gradient below the limit is left alone, and so is a gradient of nothing but zeros', () => {
    const small = tf.tensor1d([0.3, -0.4]);
    expect(clipByGlobalNorm(small, 1).clipped.dataSync()).toEqual(small.dataSync());
    expect([...clipByGlobalNorm(tf.zeros([3]), 1).clipped.dataSync()]).toEqual([0, 0, 0]);
  });
});
