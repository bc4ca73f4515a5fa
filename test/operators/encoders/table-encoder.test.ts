import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HpdmError } from '../../../dsl/index.js';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { tableEncoder } from '../../../operators/encoders/table-encoder.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
const file = join(folder, 'texts.safetensors');
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = (...shape: number[]) => ({
  dtype: 'F32' as const,
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i + 1),
});

beforeAll(() =>
  writeSafetensors(file, {
    'a polar bear': numbers(2, 2),
    'with a vector': numbers(1, 2),
    'pooled: with a vector': numbers(2),
    'too wide': numbers(1, 3),
    'with a wrong vector': numbers(1, 2),
    'pooled: with a wrong vector': numbers(3),
  }),
);

test('a text is its table; the whole of it is its vector, or the mean of the tokens', async () => {
  const { encode } = await tableEncoder(file, 2);
  expect(await encode('a polar bear')).toEqual({ tokens: Float32Array.of(1, 2, 3, 4), pooled: Float32Array.of(2, 3) });
  expect((await encode('with a vector')).pooled).toEqual(Float32Array.of(1, 2));
});

test.each([
  ['a polar beer', 'nothing of that name', 'did you mean "a polar bear"?'],
  ['too wide', 'F32 [1, 3]', 'the tokens of the encoder the cascade is written for'],
  ['with a wrong vector', 'F32 [3]', 'the tokens of the encoder the cascade is written for'],
])('"%s" cannot be read: %s', async (text, got, hint) => {
  const { encode } = await tableEncoder(file, 2);
  const failed = (await encode(text).catch((error: unknown) => error)) as HpdmError;
  expect(failed.faults).toMatchObject([{ code: 'E_CONDITION', place: { file }, got, try: hint }]);
});
