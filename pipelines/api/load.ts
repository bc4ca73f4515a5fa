import {
  load as loadWith,
  registryOf,
  type AnyOperator,
  type Graph,
  GraphDefinition,
  type MemoryChoice,
  type PipelineDocument,
  type Share,
  type UnsavedDocument,
} from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { presets } from '../presets.js';
import { usualMemory } from '../plan/usual-memory.js';
import { documentFile } from '../ready-documents.js';

/**
 * Read a document and check it completely; all faults are collected before they are thrown. Copies whose results are not used are removed.
 *
 * @param document a YAML or JSON file, or the name of a document that comes with hpdm (`sample`); the text that an editor has of a
 *   file; a graph in TypeScript, with the operators that it uses; or a document as an object, in which file names are relative to the working folder
 * @param given values of its parameters, as from `--set`
 * @param own operators that it can use, besides hpdm's, those of a graph in TypeScript, and those of its modules (`use`)
 * @param memory what the run may take; by default what `limits.memory` says, else about half of what is free
 * @param share the part of every item that a run makes, where members of a gang share them: `{ index: gang.rank, of: gang.addresses.length }`
 * fails HpdmError with one fault per mistake, each with file, line and column; RangeError when two operators have one id
 */
export async function load(
  document: string | GraphDefinition | PipelineDocument | UnsavedDocument,
  given: Readonly<Record<string, unknown>> = {},
  own: readonly AnyOperator[] = [],
  memory: MemoryChoice = { usual: usualMemory() },
  share?: Share,
): Promise<Graph> {
  const used = document instanceof GraphDefinition ? document.operators : [];
  const known = registryOf([...new Set([...Object.values(operators), ...used, ...own])]);
  const written = document instanceof GraphDefinition ? document.document : document;
  return loadWith(typeof written === 'string' ? documentFile(written) : written, given, known, presets, memory, share);
}
