import { resolve } from 'node:path';
import { fileMisfit } from '../document/file-misfit.js';
import { changed, extended, type Presets } from '../document/read-source.js';
import { stepsIn, type Trail } from '../document/source.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import { suggestion } from '../fault/nearest.js';
import { isObject } from '../codec/is-object.js';
import { ownEntry } from '../fault/own-entry.js';
import type { Cascade } from './cascade.js';
import { readCascade, cascadeOf } from './read-cascade.js';
import { writtenCascade } from './written-cascade.js';

/** Where a cascade is written. */
export interface Standing {
  /** The place of a part of it, given its trail. */
  readonly at: (trail: Trail) => Pick<Fault, 'place' | 'path' | 'usedBy'>;
  /** The folder at which a relative file name starts. */
  readonly folder: string;
  readonly presets: Presets;
}

/**
 * The cascade that a value stands for: a file (`cascades/mine.yaml`, relative to the document), a preset (`ucf101-s`), or the content
 * of a cascade's file written there, whose `extends` may also be a cascade that was read already; undefined where that is. Any other value, such as a cascade that was read already, is returned as it is.
 *
 * fails E_FILE, E_CASCADE_UNKNOWN, and with all faults in the cascade
 */
export function cascadeFrom(value: unknown, { at, folder, presets }: Standing): unknown {
  // what extends a parameter that is not known is not known
  if (isWritten(value)) return isUnbound(value) ? undefined : cascadeWritten(value, at, presets);
  if (typeof value !== 'string') return value;
  if (/^[\w-]+$/.test(value)) {
    const preset = ownEntry(presets, value);
    if (preset !== undefined) return readCascade(preset);
    const expected = 'a file ending in .yaml, or the name of a preset';
    const hint = suggestion(value, Object.keys(presets));
    throw new HpdmError({ ...at([]), code: 'E_CASCADE_UNKNOWN', expected, got: `"${value}"`, try: hint });
  }
  const file = resolve(folder, value);
  const missing = fileMisfit(file);
  if (missing === undefined) return readCascade(file, presets);
  throw new HpdmError({ ...at([]), code: 'E_FILE', expected: 'an existing cascade', ...missing });
}

/** A cascade written in a document. */
function cascadeWritten(value: object, at: Standing['at'], presets: Presets): unknown {
  const { place = { file: 'document' }, path = '' } = at([]);
  const source = {
    file: place.file,
    value,
    place: (trail: Trail) => at(trail).place ?? place,
    depth: (trail: Trail) => stepsIn(value, trail),
  };
  try {
    return cascadeOf(isExtended(value) ? changed(writtenCascade(value.extends), source) : extended(source, presets));
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    const inside = (fault: Fault): string => [path, fault.path].filter((part) => part !== undefined).join('.');
    throw new HpdmError(error.faults.map((fault) => ({ ...fault, path: inside(fault) })));
  }
}

/** Whether what is written changes a cascade that was read already, as a parameter of the document is. */
const isExtended = (value: object): value is { readonly extends: Cascade } =>
  'extends' in value && isObject(value.extends) && Array.isArray(value.extends['levels']) && !isWritten(value.extends);

/** Whether a value is the content of a cascade's file. */
const isWritten = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && ('cascade' in value || 'extends' in value);

const isUnbound = (value: object): boolean => 'extends' in value && value.extends === undefined;
