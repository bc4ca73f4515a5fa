import { expect, test } from '@jest/globals';
import { conditionWidth } from '../../../operators/network/condition-width.js';
import { smallCascade } from '../../cascade.js';

test('a condition is as wide as the latents, or as the tokens of a network without latents', () => {
  expect(conditionWidth(smallCascade({ network: { width: 8, latentWidth: 6 } }))).toBe(6);
  expect(conditionWidth(smallCascade({ network: { block: 'transformer', width: 8, latentWidth: 6 } }))).toBe(8);
});
