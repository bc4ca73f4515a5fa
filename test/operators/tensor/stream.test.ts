import { describe, expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { HpdmError } from '../../../dsl/index.js';
import { philox } from '../../../operators/tensor/philox.js';
import { stream, type Stream } from '../../../operators/tensor/stream.js';

const seeds = fc.oneof(fc.constantFrom(0, 1, -1, Number.MAX_SAFE_INTEGER), fc.maxSafeInteger());
const keys = fc.record({
  seed: seeds,
  purpose: fc.constantFrom('noise', 'init', 'data', 'größe'),
  level: fc.integer({ min: 0, max: 2 ** 16 - 1 }),
  item: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});
/** Three readings; the last rejects a quarter of the words. */
const readings: [string, (from: Stream, n: number, offset: number) => Float32Array | Int32Array][] = [
  ['uniform', (from, n, offset) => from.uniform(n, offset)],
  ['normal', (from, n, offset) => from.normal(n, offset)],
  ['integers below 10', (from, n, offset) => from.integers(n, 10, offset)],
  ['integers below 3·2²⁹', (from, n, offset) => from.integers(n, 3 * 2 ** 29, offset)],
];

describe('a position has one value', () => {
  test.each(readings)('%s: reading [a, b) is the slice of a longer reading', (_, read) => {
    fc.assert(
      fc.property(keys, fc.nat(9000), fc.nat(9000), fc.nat(64), (key, offset, n, more) => {
        const long = read(stream(key), offset + n + more, 0);
        expect(read(stream(key), n, offset)).toEqual(long.slice(offset, offset + n));
      }),
      { numRuns: 20 },
    );
  });

  test.each(readings)('%s: positions beyond 2³² words can be read', (_, read) => {
    const far = stream({ seed: 7, purpose: 'noise' });
    const at = 2 ** 34 - 9;
    expect(read(far, 9, at).slice(4)).toEqual(read(far, 5, at + 4));
    expect(read(far, 9, at)).not.toEqual(read(far, 9, 0));
  });
});

describe('the key', () => {
  test('is formed as documented: seed in the key words; block, item, level and FNV-1a of the purpose in the counter', () => {
    const seed = 5 * 2 ** 32 + 0xfedcba98;
    const expected = new Int32Array(8);
    // bf9cf968 is the published FNV-1a hash of "foobar".
    philox(expected, 3, { key: [0xfedcba98 | 0, 5], counter: [0xfffffff0 | 0, 9, 0xbf9cf968 | 0] });
    const read = stream({ seed, purpose: 'foobar', level: 9, item: 0xfffffff0 }).integers(8, 2 ** 31, 12);
    expect([...read]).toEqual([...expected].map((word) => word & 0x7fffffff));
  });

  test('tells apart neighbours in seed, purpose, level and item', () => {
    const base = { seed: 0, purpose: 'noise', level: 0, item: 0 };
    const others = [
      { seed: 1 },
      { seed: -1 },
      { seed: 2 ** 32 },
      { seed: 2 ** 53 - 1 },
      { purpose: 'init' },
      { purpose: '' },
      { level: 1 },
      { item: 1 },
    ];
    const first = [base, ...others].map((change) =>
      stream({ ...base, ...change })
        .uniform(4)
        .join(),
    );
    expect(new Set(first).size).toBe(others.length + 1);
  });

  test.each([
    { seed: 0.5, purpose: 'noise' },
    { seed: NaN, purpose: 'noise' },
    { seed: 2 ** 53, purpose: 'noise' },
    { seed: 0, purpose: 'noise', level: -1 },
    { seed: 0, purpose: 'noise', level: 2 ** 16 },
    { seed: 0, purpose: 'noise', item: 2 ** 32 },
  ])('outside its range is refused: %o', (key) => {
    expect(() => stream(key)).toThrow(expect.objectContaining({ code: 'E_RANDOM_KEY' }));
  });
});

test.each([
  ['a negative count', (from: Stream) => from.uniform(-1)],
  ['a fractional offset', (from: Stream) => from.normal(1, 0.5)],
  ['a read past the last position', (from: Stream) => from.normal(2, 2 ** 34 - 1)],
  ['an empty range of integers', (from: Stream) => from.integers(1, 0)],
  ['more integers than an int32 holds', (from: Stream) => from.integers(1, 2 ** 31 + 1)],
])('%s is refused with what would be right', (_, read) => {
  const attempt = () => read(stream({ seed: 0, purpose: 'noise' }));
  expect(attempt).toThrow(HpdmError);
  expect(attempt).toThrow(/E_RANDOM_READ\n {2}expected .*whole number from/);
});

describe('the numbers', () => {
  const N = 400_000;

  test('uniforms lie inside (0, 1), with the moments of the uniform distribution and flat in 64 bins', () => {
    const x = stream({ seed: 3, purpose: 'data' }).uniform(N);
    expect(x.every((value) => value > 0 && value < 1)).toBe(true);
    expect(Math.abs(moment(x, 1) - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / N));
    expect(Math.abs(moment(x, 2) - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / N));
    expect(chiSquare(x, (value) => Math.floor(value * 64), 64)).toBeLessThan(103); // 0.999 quantile, 63 degrees
  });

  test('normals have mean 0, variance 1, no skew, kurtosis 3, each within four standard errors', () => {
    const x = stream({ seed: 0, purpose: 'noise' }).normal(N);
    const errors = [1, 2, 15, 96].map((variance) => 4 * Math.sqrt(variance / N));
    [0, 1, 0, 3].forEach((expected, k) => {
      expect(Math.abs(moment(x, k + 1) - expected)).toBeLessThan(errors[k] ?? 0);
    });
  });

  test('normals follow the normal distribution function (Kolmogorov–Smirnov at 0.1 %)', () => {
    const x = stream({ seed: 1, purpose: 'noise' }).normal(N).sort();
    const gap = x.reduce((worst, value, i) => Math.max(worst, Math.abs(cumulative(value) - (i + 0.5) / N)), 0);
    expect(gap).toBeLessThan(1.95 / Math.sqrt(N));
  });

  test('normals have the right tails on both sides', () => {
    const x = stream({ seed: 2, purpose: 'noise' }).normal(N);
    // P(x > t) for t = 2, 3, 4; counts are Poisson.
    for (const [t, p] of [
      [2, 0.02275013],
      [3, 0.001349898],
      [4, 3.167124e-5],
    ] as const) {
      for (const sign of [1, -1]) {
        const found = x.reduce((sum, value) => sum + (value * sign > t ? 1 : 0), 0);
        expect(Math.abs(found - N * p)).toBeLessThan(4 * Math.sqrt(N * p));
      }
    }
  });

  test('neighbouring positions, items and levels are uncorrelated', () => {
    const key = { seed: 5, purpose: 'noise' };
    const x = stream(key).normal(N);
    const limit = 4 / Math.sqrt(N);
    expect(Math.abs(correlation(x, stream(key).normal(N, 1)))).toBeLessThan(limit);
    expect(Math.abs(correlation(x, stream(key).normal(N, 2)))).toBeLessThan(limit);
    expect(Math.abs(correlation(x, stream({ ...key, item: 1 }).normal(N)))).toBeLessThan(limit);
    expect(Math.abs(correlation(x, stream({ ...key, level: 1 }).normal(N)))).toBeLessThan(limit);
    expect(Math.abs(correlation(x, stream({ ...key, seed: 6 }).normal(N)))).toBeLessThan(limit);
  });

  test('integers are uniform even where a plain remainder would favour the low ones', () => {
    const below = 3 * 2 ** 29;
    const x = stream({ seed: 4, purpose: 'data' }).integers(N, below);
    expect(chiSquare(x, (value) => Math.floor((value / below) * 12), 12)).toBeLessThan(31.3); // 0.999 quantile
    expect(chiSquare(stream({ seed: 4, purpose: 'data' }).integers(N, 7), (value) => value, 7)).toBeLessThan(22.5);
  });
});

function moment(x: Float32Array, k: number): number {
  return x.reduce((sum, value) => sum + value ** k, 0) / x.length;
}

function correlation(x: Float32Array, y: Float32Array): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0) / x.length;
}

function chiSquare(x: Float32Array | Int32Array, bin: (value: number) => number, bins: number): number {
  const counts = new Float64Array(bins);
  for (let i = 0; i < x.length; i++) {
    const at = bin(x[i] ?? NaN);
    counts[at] = (counts[at] ?? NaN) + 1;
  }
  const expected = x.length / bins;
  return counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
}

/** Normal distribution function by Abramowitz & Stegun 7.1.26 (error < 1.5e-7). */
function cumulative(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - tail * Math.exp(-z * z);
  return (1 + Math.sign(x) * erf) / 2;
}
