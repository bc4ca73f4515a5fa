import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { HpdmError } from '../../../dsl/index.js';
import { conditionText } from '../../../operators/condition/text.js';
import type { Condition } from '../../../operators/network/condition.js';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
const file = join(folder, 'texts.safetensors');
afterAll(() => rmSync(folder, { recursive: true }));

/** The refusals before a run. */
const refused = (settings: ReturnType<typeof prompts>) => conditionText.check?.(settings, {}, []);

const only = async (items: AsyncIterable<{ readonly condition: Condition }>): Promise<Condition> => {
  for await (const { condition } of items) return condition;
  throw new Error('no item');
};

const cascade = smallCascade({ condition: { text: { width: 2, tokens: 3 } } });
const prompts = (...given: string[]) => ({ cascade, tokens: file, prompts: given, count: given.length, guidance: 1 });
const table = (T: number, D: number) => ({
  dtype: 'F32' as const,
  shape: [T, D],
  data: Float32Array.from({ length: T * D }, (_, i) => i + 1),
});

test('a text is its tokens, padded; an empty one has none', async () => {
  await writeSafetensors(file, { 'a polar bear': table(2, 2), 'too long': table(4, 2), 'too wide': table(1, 3) });
  const condition = await only(conditionText.run({}, prompts('a polar bear', ''), testContext(), 0));
  if (condition.kind !== 'text') throw new Error('not a text');
  expect(await condition.tokens.array()).toEqual([
    [
      [1, 2],
      [3, 4],
      [0, 0],
    ],
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ]);
  expect(await condition.mask.array()).toEqual([
    [1, 1, 0],
    [0, 0, 0],
  ]);
});

test.each([
  ['a polar beer', 'nothing of that name', 'did you mean "a polar bear"?'],
  ['too long', 'F32 [4, 2]', 'the tokens of the encoder the cascade is written for'],
  ['too wide', 'F32 [1, 3]', 'the tokens of the encoder the cascade is written for'],
])('"%s" cannot be read: %s', async (prompt, got, hint) => {
  const failed = (await only(conditionText.run({}, prompts(prompt), testContext(), 0)).catch(
    (error: unknown) => error,
  )) as HpdmError;
  expect(failed.faults).toMatchObject([{ code: 'E_CONDITION', place: { file }, got, try: hint }]);
  expect(refused(prompts(prompt))).toMatchObject([{ code: 'E_CONDITION', path: 'with.tokens', got, try: hint }]);
});

test('before a run, what the file has for every prompt is checked, and that it is there', () => {
  expect(refused(prompts('a polar bear', ''))).toEqual([]);
  const missing = { ...prompts('a polar bear'), tokens: join(folder, 'none.safetensors') };
  expect(refused(missing)).toMatchObject([{ code: 'E_FILE_MISSING', path: 'with.tokens' }]);
  expect(refused({ ...prompts('a polar bear'), cascade: smallCascade() })).toMatchObject([
    { code: 'E_CONDITION', path: 'with.cascade' },
  ]);
});

test('the file is among those that the node reads', () => {
  expect(conditionText.files?.(prompts('a polar bear'))).toEqual({ reads: { tokens: file } });
});
