import { expect, test } from '@jest/globals';
import { tableRows, together } from '../../../operators/measure/table-rows.js';
import { resultOf } from './results.js';

test('a figure of several seeds is their mean, with its standard error; that of one keeps its own', () => {
  expect(together([1, 2, 3].map((value) => ({ value, error: 9 })))).toEqual({ value: 2, error: 0.57735 });
  expect(together([{ value: 4, error: 0.5 }])).toEqual({ value: 4, error: 0.5 });
  expect(together([])).toEqual({ value: null, error: null });
});

test('rows come in their order, by the last step of every seed, also those without results', () => {
  const results = [
    resultOf({ row: 'b', seed: 1, distance: 9, step: 1 }),
    resultOf({ row: 'b', seed: 1, distance: 4 }),
    resultOf({ row: 'b', seed: 2, distance: 6 }),
  ];
  const [a, b] = tableRows(['a', 'b'], results);
  expect(a).toEqual({ row: 'a', seeds: [], figures: {} });
  expect(b?.seeds).toEqual([1, 2]);
  expect(b?.figures).toEqual({
    'fd.frames': { value: 5, error: 1 },
    'loss.0': { value: 3, error: 0 },
    'loss.1': { value: 5, error: 0 },
    pace: { value: 32, error: 0 },
  });
});
