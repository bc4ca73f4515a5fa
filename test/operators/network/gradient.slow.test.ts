import { beforeAll, describe, expect, test } from '@jest/globals';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { slopesByParameter, small } from './slopes.js';

describe('the gradient of the training loss', () => {
  // thousands of tiny operations: what costs least for each
  beforeAll(async () => {
    await selectBackend('wasm');
  });

  test.each(small)('%s: is that of central differences for every parameter by itself', (_, cascade) => {
    const count = declareParameters(cascade).length;
    expect(slopesByParameter(cascade)).toEqual({ count, differing: [], flat: [] });
  });
});
