import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fillNormals, fillUniforms } from '../../../operators/tensor/fill-normals.js';
import { philox } from '../../../operators/tensor/philox.js';

interface Reference {
  random123_boxmuller_float32: { words: string[]; normals: [number, number] }[];
}
const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/reference/philox.json', import.meta.url), 'utf8'),
) as Reference;

/** Hexadecimal words as signed 32-bit numbers. */
const words = (hex: readonly string[]): number[] => hex.map((word) => Number.parseInt(word, 16) | 0);

test("normals made from given words are Random123's Box–Muller", () => {
  // Where float32 rounds u01 to 1 the reference is 0, and ours (in float64 up to the last step) is the small true value.
  const cases = reference.random123_boxmuller_float32.filter(({ words: [, u] }) => !/^ffffff[89a-f]/.test(u ?? ''));
  expect(cases).toHaveLength(14);
  for (const { words: pair, normals } of cases) {
    const out = new Float32Array(2);
    fillNormals(new Int32Array(words(pair)), 0, out);
    // Absolute 5e-6, as stated with the reference: it was computed in float32 throughout.
    expect(Math.abs((out[0] ?? NaN) - normals[0])).toBeLessThanOrEqual(5e-6);
    expect(Math.abs((out[1] ?? NaN) - normals[1])).toBeLessThanOrEqual(5e-6);
  }
});

test('normals are right to float32 against the sine and cosine of the platform', () => {
  const bits = new Int32Array(40_000);
  philox(bits, 0, { key: [1, 2], counter: [3, 4, 5] });
  const out = new Float32Array(bits.length);
  fillNormals(bits, 0, out);
  let worst = 0;
  for (let i = 0; i < bits.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log((((bits[i + 1] ?? 0) >>> 0) + 0.5) / 2 ** 32));
    const angle = (2 * Math.PI * ((bits[i] ?? 0) + 0.5)) / 2 ** 32;
    worst = Math.max(worst, Math.abs((out[i] ?? NaN) - radius * Math.sin(angle)));
    worst = Math.max(worst, Math.abs((out[i + 1] ?? NaN) - radius * Math.cos(angle)));
  }
  expect(worst).toBeLessThan(3e-7); // half a unit in the last place at 4 is 2.4e-7
});

test('normals from the middle of a pair are the slice of a longer reading', () => {
  const bits = Int32Array.from({ length: 8 }, (_, i) => 1_234_567_891 * (i + 1));
  const all = new Float32Array(8);
  fillNormals(bits, 0, all);
  for (const [from, length] of [
    [1, 4],
    [3, 1],
    [2, 5],
  ] as const) {
    const some = new Float32Array(length);
    fillNormals(bits, from, some);
    expect(some).toEqual(all.slice(from, from + length));
  }
});

test('uniform numbers are the middles of 2²³ equal parts, never 0 or 1', () => {
  const out = new Float32Array(3);
  fillUniforms(Int32Array.of(0, -1, -(2 ** 31)), 0, out);
  expect([...out]).toEqual([2 ** -24, 1 - 2 ** -24, 0.5 + 2 ** -24]);
});
