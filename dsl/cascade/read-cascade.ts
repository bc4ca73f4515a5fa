import { decode, refusePipeline } from '../document/decode.js';
import { readSource } from '../document/read-source.js';
import { HpdmError } from '../fault/fault.js';
import { cascadeCodec } from './cascade-document.js';
import { resolveCascade, type Cascade } from './cascade.js';
import { checkCascade } from './check-cascade.js';

/**
 * Read and check a cascade file, and fill in its defaults.
 *
 * fails HpdmError with all faults of its form or, if the form is correct, with all values that cannot work (E_CASCADE)
 */
export function readCascade(file: string): Cascade {
  const source = readSource(file);
  refusePipeline(source);
  const document = decode(cascadeCodec, source);
  const faults = checkCascade(document, source);
  if (faults.length > 0) throw new HpdmError(faults);
  return resolveCascade(document);
}
