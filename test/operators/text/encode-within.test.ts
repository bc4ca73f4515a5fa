import { expect, test } from '@jest/globals';
import type { TextEncoder } from '../../../operators/encoders/text-encoder.js';
import { encodeWithin } from '../../../operators/text/encode-within.js';

/** One token of one number for every letter. */
const letters: TextEncoder = {
  ...{ identity: 'letters', width: 1, dispose: () => undefined },
  encode: (text) => Promise.resolve({ tokens: new Float32Array(text.length), pooled: Float32Array.of(0) }),
};

test('a text that is longer than the cascade takes is said, once', async () => {
  const said: string[] = [];
  const encode = encodeWithin(letters, { tokens: 3, width: 1 }, (message) => said.push(message));
  await encode('abc');
  expect(said).toEqual([]);
  await encode('abcd');
  await encode('abcde');
  expect(said).toEqual(['"abcd" has 4 tokens; the network reads the first 3 (this is said once)']);
});

test('a text of which the encoder knows nothing is said, once; of a long one, the beginning', async () => {
  const said: string[] = [];
  const encode = encodeWithin(
    {
      ...letters,
      encode: async (text) => ({ ...(await letters.encode(text)), isUnknown: /^\P{ASCII}+$/u.test(text) }),
    },
    { tokens: 3, width: 1 },
    (message) => said.push(message),
  );
  await encode('fox');
  expect(said).toEqual([]);
  await encode('🦊');
  await encode('狐狸');
  expect(said).toEqual([expect.stringMatching(/^"🦊" has no word that the text encoder knows/)]);
  await encode('x'.repeat(1000));
  expect(said[1]).toMatch(/^"x{60}…" has 1000 tokens/);
});

test('no text and the empty text are not encoded', async () => {
  const encode = encodeWithin(letters, { tokens: 3, width: 1 }, () => undefined);
  expect([await encode(null), await encode(' ')]).toEqual([undefined, undefined]);
});

test('an encoder of another width is refused', () => {
  expect(() => encodeWithin(letters, { tokens: 3, width: 2 }, () => undefined)).toThrow('2 wide');
});
