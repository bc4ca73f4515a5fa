import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { fromHalf, toHalf } from '../../../operators/disk/half.js';

test('known numbers of half precision', () => {
  const known: [number, number][] = [
    [0, 0],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [0.333251953125, 0x3555],
    [Infinity, 0x7c00],
  ];
  for (const [value, bits] of known) {
    expect(toHalf(Float32Array.of(value))[0]).toBe(bits);
    expect(fromHalf(Uint16Array.of(bits))[0]).toBe(value);
  }
});

test('rounding is to the nearest, ties to the even one, and too large ones are infinite', () => {
  const rounded = (value: number): number | undefined => toHalf(Float32Array.of(value))[0];
  expect(rounded(1 + 2 ** -11)).toBe(0x3c00);
  expect(rounded(1 + 3 * 2 ** -11)).toBe(0x3c02);
  expect(rounded(2 ** -25)).toBe(0);
  expect(rounded(1.5 * 2 ** -24)).toBe(2);
  expect(rounded(65519)).toBe(0x7bff);
  expect(rounded(65520)).toBe(0x7c00);
  expect(fromHalf(toHalf(Float32Array.of(NaN)))[0]).toBeNaN();
});

test('there and back, every half is itself', () => {
  const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
  const back = toHalf(fromHalf(all));
  const different = [...all].filter(
    (bits, i) => bits !== back[i] && !((bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) > 0),
  );
  expect(different).toEqual([]);
});

test('the error is at most half of the last digit', () => {
  fc.assert(
    fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
      const [near = NaN] = fromHalf(toHalf(Float32Array.of(value)));
      expect(Math.abs(near - value)).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
    }),
  );
});
