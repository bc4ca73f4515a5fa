import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { AdamWState } from '../../../operators/training/adamw.js';
import { lamb } from '../../../operators/training/lamb.js';
import { asInReference } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** timm's Lamb and TensorFlow Addons' LAMB: weight decay and trust ratios on the matrices alone. */
const { names, number, shape, values } = await readReference('lamb');
const all = names.filter((name) => name.startsWith('initial.')).map((name) => name.replace('initial.', ''));
const matrices = all.filter((name) => name.includes('matrix'));
const vectors = all.filter((name) => name.includes('vector'));
const STEPS = shape('gradients.vector1')[0] ?? 0;
const settings = {
  beta1: number('hyper.beta1'),
  beta2: number('hyper.beta2'),
  epsilon: number('hyper.epsilon'),
  rate: number('hyper.learning_rate'),
  averageDecay: 0,
};

const size = (name: string): number => values(`initial.${name}`).length;

/** Tensors of one step, one after the other. */
const flat = (tensors: readonly string[], kind: string, step: number): tf.Tensor1D =>
  tf.concat(
    tensors.map((name) => tf.tensor1d(values(`${kind}.${name}`).subarray(step * size(name), (step + 1) * size(name)))),
  );

/** Follow the reference for all its steps. */
async function follow(
  tensors: readonly string[],
  kind: string,
  adapted: readonly string[],
  weightDecay: number,
): Promise<void> {
  const start = flat(tensors, 'initial', 0);
  let state: AdamWState = {
    parameters: start,
    mean: tf.zerosLike(start),
    variance: tf.zerosLike(start),
    average: start,
  };
  for (let step = 0; step < STEPS; step++) {
    const given = { ...settings, weightDecay, step: step + 1 };
    const gradient = tf.mul<tf.Tensor1D>(flat(tensors, 'gradients', step), 4);
    state = lamb(state, gradient, tf.scalar(0.25), adapted.map(size), given);
    const found = await state.parameters.data();
    expect(mixedError(found, await flat(tensors, kind, step).data())).toBeLessThan(1e-6);
    expect(await state.average.data()).toEqual(found);
  }
}

asInReference('LAMB', () => {
  test.each(['timm', 'tfa'])('has every parameter where %s has it, step by step', async (kind) => {
    expect([matrices.length, vectors.length, STEPS]).toEqual([4, 2, 6]);
    await follow([...matrices, ...vectors], kind, matrices, number('hyper.weight_decay'));
  });

  test("adapts what it is told to: with vectors among it, timm's always_adapt", async () => {
    await follow(vectors, 'timm_always_adapt', vectors, 0);
  });

  test('leaves nothing behind but the new state', () => {
    const vector = (): tf.Tensor1D => tf.ones([12]);
    const state = { parameters: vector(), mean: vector(), variance: vector(), average: vector() };
    const [gradient, scale] = [vector(), tf.scalar(1)];
    const before = tf.memory().numTensors;
    const next = lamb(state, gradient, scale, [6, 4], { ...settings, weightDecay: 0.01, step: 1 });
    expect(tf.memory().numTensors).toBe(before + 4);
    tf.dispose([...Object.values(next), ...Object.values(state), gradient, scale]);
  });
});
