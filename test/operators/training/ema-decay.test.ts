import { describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { blend, emaDecay } from '../../../operators/training/ema-decay.js';
import { asInReference } from '../../backends.js';
import { mixedError } from '../../gradients.js';
import { readReference } from '../../reference.js';

/** timm's ModelEmaV3 with a fixed decay, and the ramped one of EDM's training loop. */
const { number, shape, values } = await readReference('ema');
const UPDATES = shape('edm_ramp.beta')[0] ?? 0;
const TENSORS = ['matrix1', 'vector1', 'zero_matrix'];
const batch = number('hyper.edm_ramp.batch_size');

/** Decay of update i (from 0) by EDM's rule. */
const ramped = (i: number): number =>
  emaDecay(i * batch, batch, number('hyper.edm_ramp.half_life_kimg') * 1000, number('hyper.edm_ramp.ramp_up_ratio'));

describe('the decay of the moving average', () => {
  test("ramps up as EDM's does", () => {
    const found = Array.from({ length: UPDATES }, (_, i) => ramped(i));
    expect(mixedError(found, values('edm_ramp.beta'))).toBeLessThan(1e-6);
    expect(found[0]).toBe(0);
  });

  test('halves the old weights once per half-life when the run is old', () => {
    expect(emaDecay(1e9, 100, 100, 0.05)).toBe(0.5);
    expect(emaDecay(1e9, 50, 100, 0.05) ** 2).toBeCloseTo(0.5, 12);
  });
});

asInReference('the moving average', () => {
  test.each<[string, (i: number) => number]>([
    ['timm', () => number('hyper.decay')],
    ['edm_ramp', ramped],
  ])('is that of %s after every update', async (kind, decay) => {
    for (const name of TENSORS) {
      const model = values(`model.${name}`);
      const size = model.length / (UPDATES + 1);
      const row = (of: Float32Array, i: number): Float32Array => of.subarray(i * size, (i + 1) * size);
      let average = tf.tensor1d(row(model, 0));
      for (let i = 0; i < UPDATES; i++) {
        average = blend(average, tf.tensor1d(row(model, i + 1)), decay(i));
        expect(mixedError(await average.data(), row(values(`${kind}.${name}`), i))).toBeLessThan(1e-6);
      }
    }
  });
});
