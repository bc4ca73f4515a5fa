import { beforeAll, describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { onFastBackends } from '../../backends.js';
import { differs, kinds, slopes, slopesByParameter, small } from './slopes.js';

onFastBackends('the gradient of the training loss', () => {
  test.each(kinds)('%s: is that of central differences, along a direction of all weights at once', (_, cascade) => {
    const found = tf.tidy(() => slopes(cascade, (names) => [names], 5e-4));
    expect(found.filter(differs)).toEqual([]);
  });
});

describe('the gradient of the training loss', () => {
  // thousands of tiny operations: what costs least for each
  beforeAll(async () => {
    await selectBackend('wasm');
  });

  // the other kinds are in the slow tests
  test.each(small.slice(0, 1))('%s: is that of central differences for every parameter by itself', (_, cascade) => {
    const count = declareParameters(cascade).length;
    expect(slopesByParameter(cascade)).toEqual({ count, differing: [], flat: [] });
  });
});
