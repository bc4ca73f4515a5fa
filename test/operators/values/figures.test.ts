import { expect, test } from '@jest/globals';
import { figures } from '../../../operators/values/figures.js';

test('figures are numbers without tensors, of each video', () => {
  const { kind, layout } = figures();
  expect([kind.name, kind.tensors, layout, kind.sketch?.([2])]).toEqual(['figures', false, ['B'], []]);
});
