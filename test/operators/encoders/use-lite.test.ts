import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadUseLite, type UseLite } from '../../../operators/encoders/use-lite.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onFastBackends } from '../../backends.js';

interface KnownAnswer {
  readonly prompt: string;
  readonly token_ids: readonly number[];
  readonly embedding_first_32: readonly number[];
  readonly token_states_first_8: readonly (readonly number[])[];
}

/** Made by the package's own embedding library: see the reference's README. */
const { prompts, cosine_of_first_5: cosines } = JSON.parse(
  readFileSync(new URL('../../fixtures/reference/use-lite.json', import.meta.url), 'utf8'),
) as { readonly prompts: readonly KnownAnswer[]; readonly cosine_of_first_5: readonly (readonly number[])[] };

const apart = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((value, i) => Math.abs(value - Number(a[i]))));

onFastBackends('USE-Lite', () => {
  let encoder: UseLite;
  beforeAll(async () => {
    encoder = await loadUseLite();
  });
  afterAll(() => encoder.dispose());

  test.each(prompts.map((answer) => [answer.prompt, answer] as const))(
    'encodes "%s" as in the reference',
    async (prompt, answer) => {
      const { ids, sentence, states } = await encoder.encode(prompt);
      expect(ids).toEqual(answer.token_ids);
      expect(apart(sentence, answer.embedding_first_32)).toBeLessThan(1e-5);
      answer.token_states_first_8.forEach((state, token) => {
        expect(apart(states.subarray(token * 512), state)).toBeLessThan(1e-4);
      });
    },
  );

  test('texts that mean the like lie close together', async () => {
    const encoded = await Promise.all(prompts.slice(0, cosines.length).map(({ prompt }) => encoder.encode(prompt)));
    const cosine = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    cosines.forEach((row, i) => {
      const own = encoded[i]?.sentence ?? new Float32Array();
      expect(
        apart(
          encoded.map(({ sentence }) => cosine(own, sentence)),
          row,
        ),
      ).toBeLessThan(1e-5);
    });
  });

  test('leaves no tensor behind; a text without tokens has no meaning', async () => {
    const before = tf.memory().numTensors;
    await encoder.encode('a cat');
    expect((await encoder.encode('')).sentence.every((value) => value === 0)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });
});
