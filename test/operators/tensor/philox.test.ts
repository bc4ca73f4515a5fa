import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fillNormals } from '../../../operators/tensor/fill-normals.js';
import { philox } from '../../../operators/tensor/philox.js';

interface Reference {
  vectors: { generator: string; rounds: number; counter: string[]; key: string[]; output: string[] }[];
  streams: { first_counter: string[]; key: string[]; words: string[] }[];
  random123_boxmuller_float32: { words: string[]; normals: [number, number] }[];
}
const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/reference/philox.json', import.meta.url), 'utf8'),
) as Reference;

/** Hexadecimal words as signed 32-bit numbers. */
const words = (hex: readonly string[]): number[] => hex.map((word) => Number.parseInt(word, 16) | 0);

/** `blocks` blocks from a full 128-bit counter on. */
function blocks(count: number, counterHex: readonly string[], keyHex: readonly string[]): number[] {
  const [block = 0, c1 = 0, c2 = 0, c3 = 0] = words(counterHex);
  const [k0 = 0, k1 = 0] = words(keyHex);
  const out = new Int32Array(4 * count);
  philox(out, block, { key: [k0, k1], counter: [c1, c2, c3] });
  return [...out];
}

describe("Random123's published answers", () => {
  const cases = reference.vectors.filter(({ generator, rounds }) => generator === 'philox4x32' && rounds === 10);
  test('there are three for Philox4x32-10', () => {
    expect(cases).toHaveLength(3);
  });
  test.each(cases)('counter $counter, key $key', ({ counter, key, output }) => {
    expect(blocks(1, counter, key)).toEqual(words(output));
  });
});

test("consecutive blocks are TensorFlow's, as long as the first counter word does not carry", () => {
  const [plain, carrying] = reference.streams;
  expect(plain && blocks(2, plain.first_counter, plain.key)).toEqual(plain && words(plain.words));
  expect(carrying && blocks(2, carrying.first_counter, carrying.key)).toEqual(
    carrying && words(carrying.words.slice(0, 8)),
  );
});

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
