import { loadUseLite, USE_LITE_WIDTH } from './use-lite.js';
import type { TextEncoder } from './text-encoder.js';

/** Brings a sentence vector, which has length 1, to a root mean square of 1. */
const SENTENCE_SCALE = Math.sqrt(USE_LITE_WIDTH);
/** The root mean square of token states, measured on names of emoji. */
const STATE_SIZE = 2.5;

/** USE-Lite as an encoder of conditions: its vectors are scaled to what a network takes. */
export async function useLiteEncoder(): Promise<TextEncoder> {
  const { version, encode, dispose } = await loadUseLite();
  return {
    identity: `use-lite ${version}`,
    width: USE_LITE_WIDTH,
    encode: async (text) => {
      const { sentence, states, isUnknown } = await encode(text);
      return {
        tokens: states.map((value) => value / STATE_SIZE),
        pooled: sentence.map((value) => value * SENTENCE_SCALE),
        isUnknown,
      };
    },
    dispose,
  };
}
