import { expect, test } from '@jest/globals';
import { countRates, usualRate } from '../../../operators/training/usual-rate.js';

test('of clips with several rates, the usual one is their median, which some of them have', () => {
  const counts = countRates(countRates({}, [30, 24, null, 30000 / 1001]), [30, 60, 30, null]);
  expect(counts).toEqual({ 24: 1, 29.97: 1, 30: 3, 60: 1 });
  expect(usualRate(counts)).toBe(30);
  expect(usualRate({ 12: 1, 30: 1 })).toBe(12);
});

test('nothing is usual where no rate is known', () => {
  expect(usualRate(countRates({}, [null, null]))).toBeUndefined();
});
