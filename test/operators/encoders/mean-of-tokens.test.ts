import { expect, test } from '@jest/globals';
import { meanOfTokens } from '../../../operators/encoders/mean-of-tokens.js';

test('the mean is taken over the tokens, for every number of their width', () => {
  expect(meanOfTokens(Float32Array.of(1, 2, 3, 10, 20, 30), 3)).toEqual(Float32Array.of(5.5, 11, 16.5));
});
