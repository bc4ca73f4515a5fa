import { dirname, resolve } from 'node:path';
import {
  HpdmError,
  isCascade,
  loadPlugIns,
  merge,
  readSource,
  type Registry,
  type UnsavedDocument,
} from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { presets } from '../presets.js';
import { partOf, type Part } from './surroundings.js';

/** What is known of a document that is being written. */
export interface Seen {
  readonly isCascade: boolean;
  /** Its values over those of what it extends. */
  readonly document: Part;
  /** The operators that it can use. */
  readonly registry: Registry;
  /** A graph that a node names: an entry of `graphs`, or a file. */
  graph(this: void, name: string): Part;
}

/**
 * Read what a document names, as far as that is possible.
 *
 * @param own its values
 */
export async function seen({ file }: Pick<UnsavedDocument, 'file'>, own: unknown): Promise<Seen> {
  const { extends: base, use } = partOf(own);
  const document = partOf(typeof base === 'string' ? merge(valueOf(baseFile(base, file)), own) : own);
  const uses = [use ?? []].flat().filter((one): one is string => typeof one === 'string');
  const used = uses.map((name) => ({ file: beside(file, name), path: 'use', place: { file } }));
  return {
    isCascade: isCascade({ value: document }),
    document,
    registry: used.length === 0 ? operators : await loadPlugIns(used, operators, []),
    graph: (name) => {
      const inside = partOf(document['graphs'])[name];
      return partOf(inside ?? valueOf(beside(file, name)));
    },
  };
}

const beside = (file: string, name: string): string => resolve(dirname(file), name);

const baseFile = (name: string, file: string): string =>
  Object.hasOwn(presets, name) ? (presets[name] ?? name) : beside(file, name);

function valueOf(file: string): unknown {
  try {
    return readSource(file, presets).value;
  } catch (error) {
    if (error instanceof HpdmError) return undefined;
    throw error;
  }
}
