import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Settings } from '../../../dsl/index.js';
import { textEncode } from '../../../operators/text/encode.js';
import type { TextCondition } from '../../../operators/network/condition.js';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { measure } from '../../../operators/tensor/sketch/measure.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
const path = join(folder, 'texts.safetensors');
afterAll(() => rmSync(folder, { recursive: true }));

const cascadeOf = (width: number, tokens = 3) => smallCascade({ condition: { text: { width, tokens } } });
const cascade = cascadeOf(2);
const table = (T: number, D: number) => ({
  dtype: 'F32' as const,
  shape: [T, D],
  data: Float32Array.from({ length: T * D }, (_, i) => i + 1),
});

beforeAll(() => writeSafetensors(path, { 'a polar bear': table(2, 2), 'a word': table(1, 2), long: table(4, 2) }));

type Given = Partial<Settings<typeof textEncode.with>>;

/** The condition of texts, and what is said meanwhile. */
async function encoded(texts: readonly (string | null)[], given: Given) {
  const context = testContext();
  const stage = await textEncode.open(settingsOf(textEncode.with, { cascade, ...given }), context);
  const { condition } = await stage.next({ texts }, 0);
  await stage.done?.();
  return { condition: condition as TextCondition, warnings: context.warnings };
}

onTensorflow('the condition of texts', () => {
  test('a text is its tokens, padded, and a vector for the whole; no text has no tokens', async () => {
    const { condition } = await encoded(['a polar bear', '', null], { encoder: 'table', path });
    expect(await condition.tokens.array()).toEqual([
      [
        [1, 2],
        [3, 4],
        [0, 0],
      ],
      ...[0, 0].map(() => [0, 0, 0].map(() => [0, 0])),
    ]);
    expect(await condition.mask.array()).toEqual([
      [1, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(await condition.pooled.array()).toEqual([
      [2, 3],
      [0, 0],
      [0, 0],
    ]);
  });

  test('a text with too many tokens is cut, and that is said', async () => {
    const { condition, warnings } = await encoded(['long'], { encoder: 'table', path });
    expect(await condition.mask.array()).toEqual([[1, 1, 1]]);
    expect(warnings).toEqual(['"long" has 4 tokens; the network reads the first 3 (this is said once)']);
  });

  test('a negative text comes with it', async () => {
    const { condition } = await encoded(['a word'], {
      encoder: 'table',
      path,
      negative: 'a polar bear',
      guidance: [2],
    });
    expect(await condition.negative?.mask.array()).toEqual([[1, 1, 0]]);
  });

  test('a cache is made where there is none, and holds every text', async () => {
    const cache = join(folder, 'new', 'cache');
    await encoded(['a cat', 'a dog', 'a cat', null], { cascade: cascadeOf(512), cache });
    expect(readdirSync(cache)).toHaveLength(2);
  });

  test('by USE-Lite, texts that mean different things differ, and the same text is the same', async () => {
    const before = tf.memory().numTensors;
    const { condition } = await encoded(['a cat', 'a dog', 'a cat'], { cascade: cascadeOf(512, 8) });
    const [cat, dog, again] = await condition.pooled.array();
    expect(again).toEqual(cat);
    expect(dog).not.toEqual(cat);
    tf.dispose([condition.tokens, condition.mask, condition.pooled]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('a table without the text is an error that names it', async () => {
  await expect(encoded(['a polar beer'], { encoder: 'table', path })).rejects.toThrow('did you mean "a polar bear"?');
});

test('a plan sketches the condition, with its negative text', () => {
  const settings = settingsOf(textEncode.with, { cascade, negative: 'a', guidance: [2] });
  const { condition } = measure(() => textEncode.sketch?.(settings, {}, { texts: Array<null>(5).fill(null) }))
    .value as {
    condition: TextCondition;
  };
  expect(condition).toMatchObject({ tokens: { shape: [5, 3, 2] }, pooled: { shape: [5, 2] } });
  expect(condition.negative).toMatchObject({ tokens: { shape: [1, 3, 2] } });
});

describe('before the run is refused', () => {
  const refused = (given: Given) =>
    textEncode.check?.(settingsOf(textEncode.with, { cascade: cascadeOf(512), ...given }), {}, []) ?? [];

  test.each<[string, Given, string]>([
    ['a cascade without text', { cascade: smallCascade() }, 'with.cascade'],
    ['a table without a path', { encoder: 'table' }, 'with.path'],
    ['a table that is not there', { encoder: 'table', path: join(folder, 'none.safetensors') }, 'with.path'],
    ['a path for the encoder that comes with hpdm', { path: 'x' }, 'with.path'],
    ['an encoder of another width', { cascade }, 'with.encoder'],
    ['a negative text without guidance', { negative: 'a' }, 'with.negative'],
    ['a cache of what is on disk', { encoder: 'table', path, cache: 'x' }, 'with.cache'],
  ])('%s', (_, given, at) => {
    expect(refused(given)).toMatchObject([{ path: at }]);
  });

  test('but not what can work', () => {
    const table = refused({ encoder: 'table', path, cascade });
    expect([refused({}), table, refused({ negative: 'a', guidance: [2] })].flat()).toEqual([]);
  });
});
