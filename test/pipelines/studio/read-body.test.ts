import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { MOST_BYTES, readBody } from '../../../pipelines/studio/read-body.js';

const bodyOf = (...chunks: readonly string[]) => readBody(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));

test('JSON is read, also where it comes in parts that cut a letter in two', async () => {
  const bytes = Buffer.from('{"text":"σ"}');
  const cut = Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]);
  await expect(readBody(cut)).resolves.toEqual({ text: 'σ' });
  await expect(bodyOf()).resolves.toBeUndefined();
});

test('what is no JSON is refused', async () => {
  await expect(bodyOf('{')).rejects.toThrow('E_REQUEST_FORM');
});

test('what is too large is refused as soon as it is, not read to its end', async () => {
  let given = 0;
  const endless = Readable.from(
    (function* () {
      for (; ; given += 1) yield Buffer.alloc(MOST_BYTES / 4);
    })(),
  );
  await expect(readBody(endless)).rejects.toThrow('E_TOO_LARGE');
  expect(given).toBeLessThan(40);
});
