import { decode, refusePipeline } from '../document/decode.js';
import { readSource, type Presets } from '../document/read-source.js';
import type { Source } from '../document/source.js';
import { HpdmError } from '../fault/fault.js';
import { cascadeCodec } from './cascade-document.js';
import { resolveCascade, type Cascade } from './cascade.js';
import { checkCascade } from './check-cascade.js';

/**
 * Read and check a cascade file, and fill in its defaults.
 *
 * @param presets files that `extends` may name instead of a path
 * fails HpdmError with all faults of its form or, if the form is correct, with all values that cannot work (E_CASCADE)
 */
export const readCascade = (file: string, presets: Presets = {}): Cascade => cascadeOf(readSource(file, presets));

/** The cascade in a source; fails as `readCascade` does. */
export function cascadeOf(source: Source): Cascade {
  refusePipeline(source);
  const document = decode(cascadeCodec, source);
  const faults = checkCascade(document, source);
  if (faults.length > 0) throw new HpdmError(faults);
  return resolveCascade(document);
}
