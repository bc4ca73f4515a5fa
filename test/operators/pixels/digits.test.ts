import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { DIGIT_SIZE, digits, digitsByClass, numbersIn } from '../../../operators/pixels/digits.js';

test('there are 10,000 digits of 28 × 28 values in [0, 1], with every class among them', () => {
  const all = digits();
  expect(all.length).toBe(10_000);
  expect(new Set(all.map(({ length }) => length))).toEqual(new Set([DIGIT_SIZE ** 2]));
  expect(all.every((digit) => digit.every((value) => value >= 0 && value <= 1))).toBe(true);
  const counts = digitsByClass().map(({ length }) => length);
  expect(counts.length).toBe(10);
  expect(Math.min(...counts)).toBeGreaterThan(800);
});

test('a one has less ink than a zero, on average: classes are in their places', () => {
  const ink = (digit: number): number => {
    const all = digitsByClass()[digit] ?? [];
    return all.reduce((sum, pixels) => sum + pixels.reduce((a, b) => a + b, 0), 0) / all.length;
  };
  expect(ink(1)).toBeLessThan(0.6 * ink(0));
});

test('the numbers are those of JSON.parse, bit for bit', () => {
  const text = readFileSync(createRequire(import.meta.url).resolve('mnist/src/digits/7.json'));
  const { data } = JSON.parse(text.toString()) as { readonly data: number[] };
  expect(Buffer.compare(Buffer.from(numbersIn(text).slice().buffer), Buffer.from(Float32Array.from(data).buffer))).toBe(
    0,
  );
  expect(() => numbersIn(Buffer.from('[1e3]'))).toThrow(/"e"/);
});
