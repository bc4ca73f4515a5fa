import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TextEncoder } from '../../../operators/encoders/text-encoder.js';
import { useLiteEncoder } from '../../../operators/encoders/use-lite-encoder.js';
import { onEveryBackend } from '../../backends.js';

const rms = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

onEveryBackend('USE-Lite for conditions', () => {
  let encoder: TextEncoder;
  beforeAll(async () => {
    encoder = await useLiteEncoder();
  });
  afterAll(() => encoder.dispose());

  test('gives vectors of about unit size, for tokens and for the whole text', async () => {
    const { tokens, pooled } = await encoder.encode('polar bear');
    expect(pooled).toHaveLength(512);
    expect(tokens.length % 512).toBe(0);
    expect(rms(pooled)).toBeCloseTo(1, 4);
    expect(rms(tokens)).toBeGreaterThan(0.7);
    expect(rms(tokens)).toBeLessThan(1.4);
    expect(encoder.identity).toMatch(/^use-lite \d/);
  });

  test.each([
    ['polar bear', false],
    ['🦊 fox', false],
    ['🦊', true],
    ['狐狸', true],
    ['ЛИСА', true],
  ])('of %s it knows nothing: %s', async (text, isUnknown) => {
    expect((await encoder.encode(text)).isUnknown).toBe(isUnknown);
  });
});
