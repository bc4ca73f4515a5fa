import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import {
  declareLatents,
  declarePrevious,
  latentCount,
  startLatents,
} from '../../../operators/network/start-latents.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { mixedError, normal } from '../../gradients.js';
import { repeated, weightsOf } from '../../weights.js';

onTensorflow('the first latents', () => {
  const parts = () => ({
    level: tf.tensor2d([[5, 5]]),
    tokens: [
      tf.tensor2d([
        [6, 6],
        [7, 7],
      ]),
    ],
  });
  const small = { latents: 2, latentWidth: 2, heads: 1 };

  test('are the table, the level and the noise, for every patch', () => {
    const cascade = smallCascade({ network: small });
    const weights = weightsOf(declareLatents(cascade), { latents: [1, 2, 3, 4] });
    const expected = [...[1, 2], ...[3, 4], ...[5, 5], ...[6, 6], ...[1, 2], ...[3, 4], ...[5, 5], ...[7, 7]];
    expect(mixedError(startLatents(cascade, weights, parts()).dataSync(), expected)).toBe(0);
    expect(latentCount(cascade)).toBe(4);
    expect(latentCount(smallCascade({ network: small, condition: { classes: 3 } }))).toBe(5);
  });

  test('of earlier latents take what the last norm lets through: nothing at the start of training', () => {
    const cascade = smallCascade({ network: { ...small, selfCondition: true } });
    const declared = [...declareLatents(cascade), ...declarePrevious(cascade)];
    const last = declared.filter(({ name }) => name.startsWith('previous.norm.'));
    expect(last.map(({ start }) => start)).toEqual(['zeros', 'zeros']);
    const previous = normal<tf.Tensor2D>('previous', [2 * 4, 2]);
    const started = (gamma: number): Float32Array => {
      const scale = { 'previous.norm.gamma': repeated(gamma, 2), 'previous.norm.beta': [0, 0] };
      return startLatents(cascade, weightsOf(declared, scale), { ...parts(), previous }).dataSync<'float32'>();
    };
    const without = startLatents(smallCascade({ network: small }), weightsOf(declared), parts()).dataSync();
    expect(mixedError(started(0), without)).toBe(0);
    expect(mixedError(started(1), without)).toBeGreaterThan(0.01);
  });
});
