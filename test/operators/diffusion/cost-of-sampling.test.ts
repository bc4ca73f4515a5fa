import { expect, test } from '@jest/globals';
import type { Body, Sampler } from '../../../dsl/index.js';
import { conditionAt, halvesOf } from '../../../operators/diffusion/guide.js';
import { cycleSpin, spinsAt } from '../../../operators/diffusion/cycle-spin.js';
import { costOfSampling } from '../../../operators/diffusion/cost-of-sampling.js';
import { nullClasses, type Guided } from '../../../operators/network/condition.js';
import { measure } from '../../../operators/tensor/sketch/measure.js';
import { tf } from '../../../operators/tensor/tf.js';
import { smallCascade } from '../../cascade.js';

/** A body whose cost is a product of matrices, or two where guidance acts. */
function costOf(guided: Guided, sampler: Sampler = 'euler', sigmas: readonly number[] = [8, 4, 2, 1, 0]) {
  const cascade = smallCascade({
    condition: { classes: 4 },
    levels: [{ size: [2, 4, 4], sampler }],
    network: { levelsPerBlock: [1, 1, 1] },
  });
  const condition = nullClasses(1, guided);
  const body: Body = ({ canvas, sigma }) => {
    const [[level = NaN] = []] = sigma as number[][];
    const halves = halvesOf(conditionAt(condition, cascade, 0, level));
    const matrix = tf.ones<tf.Rank.R2>([2, 2]);
    for (let half = 0; half < halves; half++) tf.matMul(matrix, matrix);
    return { denoised: canvas };
  };
  const { canvas } = measure(() => ({ canvas: tf.zeros<tf.Rank.R5>([1, 2, 4, 4, 2]) })).value;
  return costOfSampling({ cascade, level: 0, sigmas }, body, { canvas, condition });
}

test('a call of the body for every noise level, twice by heun but for the last', () => {
  const once = costOf({ guidance: 1 }).flops / 4;
  expect(once).toBe(2 * 2 * 2 * 2);
  expect(costOf({ guidance: 1 }, 'heun').flops).toBe(7 * once);
  expect(costOf({ guidance: 2 }).flops).toBe(8 * once);
});

test('guidance costs only at the noise levels of its interval', () => {
  const once = costOf({ guidance: 1 }).flops / 4;
  expect(costOf({ guidance: 2, interval: [1.5, 5] }).flops).toBe((2 * 2 + 2) * once);
});

test('cycle spinning costs only at the noise levels at which the cascade has it', () => {
  const cascade = smallCascade({
    levels: [{ size: [2, 4, 4], sampler: 'euler', cycleSpin: 2 }],
    network: { levelsPerBlock: [1, 1, 1] },
  });
  const body: Body = ({ canvas, sigma }) => {
    const [[level = NaN] = []] = sigma as number[][];
    const matrix = tf.ones<tf.Rank.R2>([2, 2]);
    const look = (patches: tf.Tensor5D) => ({ output: patches, product: tf.matMul(matrix, matrix) });
    (spinsAt(cascade, 0, level) ? cycleSpin(look) : look)(canvas as tf.Tensor5D);
    return { denoised: canvas };
  };
  const { canvas } = measure(() => ({ canvas: tf.zeros<tf.Rank.R5>([1, 2, 4, 4, 2]) })).value;
  const { flops } = costOfSampling({ cascade, level: 0, sigmas: [8, 4, 2, 1, 0] }, body, { canvas });
  expect(flops).toBe((2 + 2 * 4) * 2 * 2 * 2 * 2);
});

test('where steps have more and fewer tiles, a call costs the mean share of that with the most of them', () => {
  const cascade = smallCascade({
    levels: [{ size: [2, 4, 4], sampler: 'euler' }],
    network: { levelsPerBlock: [1, 1, 1] },
  });
  const seen: unknown[] = [];
  const body: Body = ({ canvas, shift }) => {
    seen.push(shift);
    tf.matMul(tf.ones<tf.Rank.R2>([2, 2]), tf.ones<tf.Rank.R2>([2, 2]));
    return { denoised: canvas };
  };
  const { canvas } = measure(() => ({ canvas: tf.zeros<tf.Rank.R5>([1, 2, 4, 4, 2]) })).value;
  const sampled = { cascade, level: 0, sigmas: [8, 4, 2, 1, 0], most: { inputs: { shift: 'far' }, share: 0.75 } };
  expect(costOfSampling(sampled, body, { canvas }).flops).toBe(0.75 * 4 * 2 * 2 * 2 * 2);
  expect(seen).toEqual(['far']);
});

test('a level that is given needs no call', () => {
  expect(costOf({ guidance: 1 }, 'heun', [0])).toEqual({ evaluations: 0, flops: 0, bytes: 0 });
});
