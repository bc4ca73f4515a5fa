import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HpdmError } from '../../dsl/index.js';
import { readSafetensors, writeSafetensors } from '../disk/safetensors.js';
import type { EncodedText, TextEncoder } from './text-encoder.js';

/** Bytes of encoded texts that are kept in memory. */
const MEMORY_BYTES = 64 * 2 ** 20;

/**
 * An encoder that encodes every distinct text once. It keeps the texts that were used last in memory, and all of them on disk
 * if there is a folder for them.
 *
 * @param folder for one file per text, named by a hash of encoder and text; undefined to keep texts in memory only
 * @param memoryBytes limit of the texts in memory
 * fails as writeSafetensors and readSafetensors
 */
export function remembering(encoder: TextEncoder, folder: string | undefined, memoryBytes = MEMORY_BYTES): TextEncoder {
  // a Map keeps the order of insertion: the first entry is the one that was not used for longest
  const known = new Map<string, EncodedText>();
  let bytes = 0;
  const forget = (): void => {
    for (const [text, encoded] of known) {
      if (bytes <= memoryBytes) return;
      known.delete(text);
      bytes -= bytesOf(encoded);
    }
  };
  return {
    ...encoder,
    encode: async (text) => {
      const before = known.get(text);
      const encoded = before ?? (await (folder === undefined ? encoder.encode(text) : fromDisk(encoder, folder, text)));
      known.delete(text);
      known.set(text, encoded);
      if (before === undefined) bytes += bytesOf(encoded);
      forget();
      return encoded;
    },
  };
}

const bytesOf = ({ tokens, pooled }: EncodedText): number => tokens.byteLength + pooled.byteLength;

/** A text from its file; encoded and written there where there is none. */
async function fromDisk(encoder: TextEncoder, folder: string, text: string): Promise<EncodedText> {
  const { identity, width } = encoder;
  const name = createHash('sha256').update(`${identity}\0${text}`).digest('hex');
  const file = join(folder, `${name}.safetensors`);
  if (existsSync(file)) {
    const { tokens, pooled } = (await readSafetensors(file)).tensors;
    if (tokens?.dtype === 'F32' && pooled?.dtype === 'F32') return { tokens: tokens.data, pooled: pooled.data };
    const expected = 'F32 tensors "tokens" and "pooled"';
    throw new HpdmError({
      code: 'E_SAFETENSORS_TENSOR',
      place: { file },
      expected,
      got: 'others',
      try: 'remove the file',
    });
  }
  const encoded = await encoder.encode(text);
  const { tokens, pooled } = encoded;
  const stored = {
    tokens: { dtype: 'F32' as const, shape: [tokens.length / width, width], data: tokens },
    pooled: { dtype: 'F32' as const, shape: [width], data: pooled },
  };
  await writeSafetensors(file, stored, { encoder: identity, text });
  return encoded;
}
