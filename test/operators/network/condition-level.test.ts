import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { conditionLevel, declareConditions } from '../../../operators/network/condition-level.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError } from '../../gradients.js';
import { repeated, weightsOf } from '../../weights.js';

const classes = { classes: 2 };
const noise = (): tf.Tensor1D => tf.tensor1d([0.1, 0.2]);

onTensorflow('the condition of a level', () => {
  test('of a transformer is SiLU of the sum of the tokens of level, noise and class', () => {
    const cascade = smallCascade({ condition: classes, network: { block: 'transformer', width: 2, heads: 1 } });
    const weights = weightsOf(declareConditions(cascade), {
      levels: [0, 0, 1, 2, 0, 0],
      classes: [10, 20, 30, 40, 50, 60],
      'noise.dense2.kernel': repeated(0, 16),
      'noise.dense2.bias': [-11, 0],
    });
    const condition = { kind: 'classes', classes: [0, null], guidance: 1 } as const;
    const found = conditionLevel(cascade, weights, { level: 1, noise: noise() }, condition);
    const silu = (x: number): number => x / (1 + Math.exp(-x));
    const expected = [silu(1 + 10 - 11), silu(2 + 20), silu(1 + 50 - 11), silu(2 + 60)];
    expect(mixedError('vector' in found ? found.vector.dataSync() : [], expected)).toBeLessThan(1e-6);
  });

  test('of a rin is its first latents, with the null class where no condition is given', () => {
    const cascade = smallCascade({ condition: classes });
    const weights = weightsOf(declareConditions(cascade));
    const found = conditionLevel(cascade, weights, { level: 0, noise: noise() }, undefined);
    const latents = 'latents' in found ? tf.reshape(found.latents, [2, 3 + 3, 6]) : undefined;
    const last = latents && tf.slice(latents, [0, 5, 0], [2, 1, 6]).dataSync();
    const nothing = tf.slice(weights['classes'] as tf.Tensor, [2, 0], [1, 6]).dataSync();
    expect(mixedError(last ?? [], [...nothing, ...nothing])).toBe(0);
  });
});
