import { HpdmError } from '../../dsl/index.js';
import type { EncodedText, TextEncoder } from '../encoders/text-encoder.js';

/**
 * Encode texts for a cascade: undefined for no text, and a warning, once, when a text has more tokens than the cascade takes.
 *
 * @param shape largest number of tokens, and their width
 * fails E_CONDITION when the encoder's tokens have another width
 */
export function encodeWithin(
  { encode, width }: TextEncoder,
  shape: { readonly tokens: number; readonly width: number },
  warn: (message: string) => void,
): (text: string | null) => Promise<EncodedText | undefined> {
  if (width !== shape.width) {
    throw new HpdmError({
      ...{ code: 'E_CONDITION', expected: `an encoder whose tokens are ${shape.width} wide`, got: `${width}` },
      try: `width: ${width}, in the cascade`,
    });
  }
  let told = false;
  return async (text) => {
    if (text === null || text.trim() === '') return undefined;
    const encoded = await encode(text);
    const count = encoded.tokens.length / width;
    if (count > shape.tokens && !told) {
      told = true;
      warn(`"${text}" has ${count} tokens; the network reads the first ${shape.tokens} (this is said once)`);
    }
    return encoded;
  };
}
