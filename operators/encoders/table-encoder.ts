import { HpdmError, ownEntry, suggestion } from '../../dsl/index.js';
import { readSafetensors, type StoredTensor } from '../disk/safetensors.js';
import { meanOfTokens } from './mean-of-tokens.js';
import type { TextEncoder } from './text-encoder.js';

/** The start of the names of vectors for whole texts. */
const POOLED = 'pooled: ';

/**
 * Texts that were encoded beforehand, in a file of tables.
 *
 * For each text the file has a float32 table [T, D] under the text itself. It may have a vector [D] of the whole text under
 * `pooled: TEXT`; otherwise that is the mean of the tokens.
 *
 * @param width D, as the cascade has it
 * fails E_CONDITION, when a text is encoded for which the file has no such table; as readSafetensors when it cannot be read
 */
export async function tableEncoder(file: string, width: number): Promise<TextEncoder> {
  const { tensors } = await readSafetensors(file);
  const numbersOf = (name: string, rank: number): Float32Array => {
    const found = ownEntry(tensors, name);
    const fits = found?.dtype === 'F32' && found.shape.length === rank && found.shape.at(-1) === width;
    return fits ? found.data : refuse(file, `F32 [${rank === 2 ? 'T, ' : ''}${width}] under "${name}"`, name, tensors);
  };
  return {
    identity: `table ${file}`,
    width,
    encode: async (text) => {
      const tokens = numbersOf(text, 2);
      const whole = POOLED + text;
      return {
        tokens,
        pooled: ownEntry(tensors, whole) !== undefined ? numbersOf(whole, 1) : meanOfTokens(tokens, width),
      };
    },
    dispose: () => undefined,
  };
}

function refuse(file: string, expected: string, name: string, tensors: Readonly<Record<string, StoredTensor>>): never {
  const found = ownEntry(tensors, name);
  const texts = Object.keys(tensors).filter((text) => !text.startsWith(POOLED));
  throw new HpdmError({
    code: 'E_CONDITION',
    place: { file },
    expected,
    got: found === undefined ? 'nothing of that name' : `${found.dtype} [${found.shape.join(', ')}]`,
    try: found === undefined ? suggestion(name, texts) : 'the tokens of the encoder the cascade is written for',
  });
}
