import { HpdmError } from '../../dsl/index.js';
import type { EncodedText, TextEncoder } from '../encoders/text-encoder.js';

/** Characters of a text in a warning. */
const SHOWN = 60;

/**
 * Encode texts for a cascade: undefined for no text, and a warning, once each, when a text has more tokens than the cascade takes, or none that the
 * encoder knows.
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
  const said = new Set<string>();
  const once = (fault: string, message: string): void => {
    if (!said.has(fault)) warn(`${message} (this is said once)`);
    said.add(fault);
  };
  return async (text) => {
    if (text === null || text.trim() === '') return undefined;
    const encoded = await encode(text);
    const count = encoded.tokens.length / width;
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    if (count > shape.tokens)
      once('long', `"${shown}" has ${count} tokens; the network reads the first ${shape.tokens}`);
    if (encoded.isUnknown === true)
      once('unknown', `"${shown}" has no word that the text encoder knows; every such text gives the same video`);
    return encoded;
  };
}
