import { expect, test } from '@jest/globals';
import { trial } from '../../../operators/values/trial.js';

test('a trial holds no tensors', () => {
  const { kind } = trial();
  expect([kind.name, kind.tensors]).toEqual(['trial', false]);
});
