import { isObject } from '../codec/is-object.js';
import type { CascadeDocument } from './cascade-document.js';
import { resolveCascade, type Cascade } from './cascade.js';
import { documentOfCascade } from './document-of-cascade.js';

/**
 * The document of a cascade for others to change: it says nothing that follows by default, because a default may follow from what they change.
 */
export function writtenCascade(cascade: Cascade): CascadeDocument {
  const document = documentOfCascade(cascade);
  const written = JSON.parse(JSON.stringify(document)) as CascadeDocument;
  const whole = JSON.stringify(resolveCascade(document));
  for (const part of [...written.levels, written.noise, written.network, written].filter(isObject)) {
    for (const [key, value] of Object.entries(part)) {
      if (key === 'cascade') continue;
      Reflect.deleteProperty(part, key);
      if (!resolvesTo(written, whole)) part[key] = value;
    }
  }
  return written;
}

function resolvesTo(document: CascadeDocument, whole: string): boolean {
  try {
    return JSON.stringify(resolveCascade(document)) === whole;
  } catch {
    return false; // what was left out has no default
  }
}
