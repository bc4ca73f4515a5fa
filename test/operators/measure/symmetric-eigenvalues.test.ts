import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { symmetricEigenvalues } from '../../../operators/measure/symmetric-eigenvalues.js';

const sorted = (values: ArrayLike<number>): number[] => Array.from(values).sort((a, b) => a - b);
const eigenvalues = (rows: number[][]): number[] =>
  sorted(symmetricEigenvalues(Float64Array.from(rows.flat()), rows.length));
const within = (got: readonly number[], expected: readonly number[], tolerance: number): void => {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(tolerance);
  });
};

test('of matrices whose eigenvalues are known', () => {
  within(eigenvalues([]), [], 1);
  within(eigenvalues([[7]]), [7], 1e-15);
  within(
    eigenvalues([
      [0, 1],
      [1, 0],
    ]),
    [-1, 1],
    1e-15,
  );
  within(
    eigenvalues([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]),
    [1, 1, 1],
    1e-15,
  );
  within(eigenvalues(Array.from({ length: 5 }, () => Array<number>(5).fill(1))), [0, 0, 0, 0, 5], 1e-14);
  within(eigenvalues(Array.from({ length: 3 }, () => Array<number>(3).fill(0))), [0, 0, 0], 1e-15);
});

test('of the second difference they are 2 − 2 cos(kπ/(n + 1)), also for 200 rows', () => {
  const n = 200;
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
  );
  within(eigenvalues(rows), sorted(rows.map((_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)))), 1e-12);
});

test('of any matrix their sum is the trace and the sum of their squares that of the elements', () => {
  const square = fc.integer({ min: 1, max: 12 }).chain((n) => {
    const row = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n, maxLength: n });
    return fc.array(row, { minLength: n, maxLength: n });
  });
  fc.assert(
    fc.property(square, (half) => {
      const rows = half.map((row, i) => row.map((x, j) => x + (half[j]?.[i] ?? 0)));
      const found = eigenvalues(rows);
      const trace = rows.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
      const squares = rows.flat().reduce((sum, x) => sum + x * x, 0);
      expect(Math.abs(found.reduce((a, b) => a + b, 0) - trace)).toBeLessThan(1e-10);
      expect(Math.abs(found.reduce((a, b) => a + b * b, 0) - squares)).toBeLessThan(1e-8);
    }),
  );
});

// with these, a step that divides by what is rounded to zero once went on for ever
test.each([
  [4e-323, -1e-29, -20, -1e-29, 4e-182, 1e-168, -20, 1e-168, -4e-140],
  [8e-19, -7e-158, 2e-270, -7e-158, -2e-198, 1e-73, 2e-270, 1e-73, -1e-197],
  [1e-160, 1e-124, 10, 1e-124, 1e-240, 1e-90, 10, 1e-90, 1e-246],
  [1e300, 1e300, 1e10, 1e300, -1e300, 1, 1e10, 1, 1e-300],
])('of elements of very different sizes (%#)', (...elements) => {
  const scale = Math.max(...elements.map(Math.abs));
  const found = symmetricEigenvalues(Float64Array.from(elements), 3).map((x) => x / scale);
  const trace = [0, 4, 8].reduce((sum, i) => sum + (elements[i] ?? NaN) / scale, 0);
  expect(Math.abs(found.reduce((a, b) => a + b, 0) - trace)).toBeLessThan(1e-14);
  const squares = elements.reduce((sum, x) => sum + (x / scale) ** 2, 0);
  expect(Math.abs(found.reduce((a, b) => a + b * b, 0) - squares)).toBeLessThan(1e-14);
});

test.each([NaN, Infinity])('a matrix with %d is an error', (element) => {
  expect(() => symmetricEigenvalues(Float64Array.of(1, element, element, 1), 2)).toThrow(/not finite/);
});
