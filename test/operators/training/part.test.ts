import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Declaration } from '../../../operators/network/declaration.js';
import { stream } from '../../../operators/tensor/stream.js';
import { tf } from '../../../operators/tensor/tf.js';
import { adamw, type AdamWState, type AdamWStep } from '../../../operators/training/adamw.js';
import { lamb } from '../../../operators/training/lamb.js';
import { inVectorOrder, partIn, partsOf } from '../../../operators/training/part.js';
import { VECTORS } from '../../../operators/training/training-state.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';

const declared = (sizes: readonly number[], kernels: number): Declaration[] =>
  sizes.map((size, i) => ({ name: `${i}`, shape: [size], start: 'zeros', decay: i < kernels }));

test('parts are consecutive whole parameters, one at least for each member, and none is larger than its share and a parameter', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 });
  const given = sizes.chain((sizes) =>
    fc.tuple(fc.constant(sizes), fc.integer({ min: 1, max: sizes.length }), fc.integer({ min: 0, max: sizes.length })),
  );
  fc.assert(
    fc.property(given, ([sizes, members, kernels]) => {
      const parts = partsOf(declared(sizes, kernels), members);
      expect(parts).toHaveLength(members);
      const total = sizes.reduce((a, b) => a + b);
      const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b));
      let first = 0;
      const most = total / members + Math.max(...sizes);
      for (const part of parts) {
        const isSound = part.first === first && part.size > 0 && part.size <= most && ends.includes(first + part.size);
        if (!isSound) throw new Error(`${part.size} numbers from ${part.first} on, where ${first} begins`);
        first += part.size;
      }
      expect(first).toBe(total);
      expect(parts.flatMap(({ kernels }) => kernels)).toEqual(sizes.slice(0, kernels));
    }),
  );
});

const settings: AdamWStep = {
  ...{ beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, step: 3, rate: 0.01, averageDecay: 0.7 },
};

onEveryBackend('parts of the vectors', () => {
  test.each([adamw, lamb])('are moved as the whole is, bit for bit', async (optimise) => {
    const declarations = inVectorOrder(smallCascade({ network: { width: 16 } }));
    const size = partsOf(declarations, 1)[0]?.size ?? NaN;
    const random = (purpose: string): tf.Tensor1D =>
      tf.tensor1d(stream({ seed: 1, purpose }).uniform(size).map((value) => value - 0.5)); // prettier-ignore
    const state: AdamWState = {
      ...{ parameters: random('p'), mean: random('m'), variance: tf.square(random('v')), average: random('a') },
    };
    const gradient = random('g');
    const kernels = partsOf(declarations, 1)[0]?.kernels ?? [];
    const whole = optimise(state, gradient, tf.scalar(0.5), kernels, settings);
    for (const members of [2, 3, declarations.length]) {
      const moved = partsOf(declarations, members).map((part) => {
        const own = Object.fromEntries(
          VECTORS.map((name) => [name, partIn(part, state[name])]),
        ) as unknown as AdamWState;
        return optimise(own, partIn(part, gradient), tf.scalar(0.5), part.kernels, settings);
      });
      for (const name of VECTORS) {
        const joined = tf.concat1d(moved.map((one) => one[name]));
        expect(await joined.data()).toEqual(await whole[name].data());
      }
    }
  });
});
