import { load as loadWith, registryOf, type AnyOperator, type Graph, type PipelineDocument } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';

/**
 * Read a document and check it completely; all faults are collected before they are thrown. Copies whose results are not used are removed.
 *
 * @param document a YAML or JSON file; or a document as an object, in which file names are relative to the working folder
 * @param given values of its parameters, as from `--set`
 * @param own operators that it can use, besides hpdm's and those of its modules (`use`)
 * fails HpdmError with one fault per mistake, each with file, line and column; RangeError when an id in `own` exists already
 */
export const load = async (
  document: string | PipelineDocument,
  given: Readonly<Record<string, unknown>> = {},
  own: readonly AnyOperator[] = [],
): Promise<Graph> =>
  loadWith(document, given, own.length === 0 ? operators : registryOf([...Object.values(operators), ...own]));
