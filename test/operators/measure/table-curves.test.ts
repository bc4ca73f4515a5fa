import { expect, test } from '@jest/globals';
import { tableCurves } from '../../../operators/measure/table-curves.js';
import { resultOf } from './results.js';

const last = [resultOf({ row: 'full', seed: 1, distance: 4 }), resultOf({ row: 'shallow', seed: 1, distance: 8 })];

test('a curve of losses for each row', () => {
  const { losses, hours } = tableCurves(last, 'fd.frames', 'distance');
  expect(losses).toMatch(/>full<[^]*>shallow</);
  expect(hours).toBeUndefined();
});

test('a measure by hours where a training was measured more than once', () => {
  const { hours } = tableCurves(
    [resultOf({ row: 'full', seed: 1, distance: 9, step: 1 }), ...last],
    'fd.frames',
    'distance',
  );
  expect(hours).toMatch(/>distance<[^]*>hours of training</);
});
