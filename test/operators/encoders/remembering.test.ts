import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { remembering } from '../../../operators/encoders/remembering.js';
import type { TextEncoder } from '../../../operators/encoders/text-encoder.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An encoder of one token of one number, the length of the text; `asked` has what it was asked. */
function counting(identity = 'counting 1'): { readonly encoder: TextEncoder; readonly asked: string[] } {
  const asked: string[] = [];
  const encode = (text: string) => {
    asked.push(text);
    return Promise.resolve({ tokens: Float32Array.of(text.length), pooled: Float32Array.of(-text.length) });
  };
  return { asked, encoder: { identity, width: 1, encode, dispose: () => undefined } };
}

test('a text is encoded once; of too many, the one that was not used for longest is forgotten', async () => {
  const { encoder, asked } = counting();
  // a text takes 8 bytes
  const { encode } = remembering(encoder, undefined, 16);
  for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) expect((await encode(text)).tokens).toEqual(Float32Array.of(1));
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});

test('on disk texts outlive the run; another encoder does not read them', async () => {
  const first = counting();
  await remembering(first.encoder, folder).encode('a cat');
  const second = counting();
  const again = await remembering(second.encoder, folder).encode('a cat');
  expect(again).toEqual({ tokens: Float32Array.of(5), pooled: Float32Array.of(-5) });
  expect(second.asked).toEqual([]);
  const other = counting('counting 2');
  await remembering(other.encoder, folder).encode('a cat');
  expect(other.asked).toEqual(['a cat']);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a file with something else under the name of a text is an error', async () => {
  const own = mkdtempSync(join(folder, 'own-'));
  await remembering(counting().encoder, own).encode('a cat');
  const [name = ''] = readdirSync(own);
  await writeSafetensors(join(own, name), {});
  await expect(remembering(counting().encoder, own).encode('a cat')).rejects.toThrow('remove the file');
});
