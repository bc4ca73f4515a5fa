import { merge } from '../document/read-source.js';
import type { CascadeDocument } from './cascade-document.js';
import type { Cascade } from './cascade.js';
import { documentOfCascade } from './document-of-cascade.js';

const WRITTEN = new WeakMap<Cascade, CascadeDocument>();

/** Remember what a cascade was read from, and return the cascade. */
export function asWritten(cascade: Cascade, document: CascadeDocument): Cascade {
  WRITTEN.set(cascade, merge(document, { extends: null }) as CascadeDocument);
  return cascade;
}

/**
 * The document of a cascade for others to change: as it was written, without defaults, because a default may follow from what they change. That
 * of a cascade that no document was read for has all values.
 */
export const writtenCascade = (cascade: Cascade): CascadeDocument => WRITTEN.get(cascade) ?? documentOfCascade(cascade);
