import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { philox } from '../../../operators/tensor/philox.js';

interface Reference {
  vectors: { generator: string; rounds: number; counter: string[]; key: string[]; output: string[] }[];
  streams: { first_counter: string[]; key: string[]; words: string[] }[];
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
