import { load as loadWith, registryOf, type AnyOperator, type Graph, type PipelineDocument } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';

/**
 * Read a document and check all of it: every fault is found before one is thrown. Nodes whose results nobody reads are left out.
 *
 * @param document a file, YAML or JSON; or a document as an object, in which names of files begin at the working folder
 * @param given values of its parameters, as from `--set`
 * @param own operators it may name besides hpdm's and those of its own modules (`use`)
 * fails HpdmError with one fault per mistake, each with file, line and column; RangeError when an id in `own` is taken
 */
export const load = async (
  document: string | PipelineDocument,
  given: Readonly<Record<string, unknown>> = {},
  own: readonly AnyOperator[] = [],
): Promise<Graph> =>
  loadWith(document, given, own.length === 0 ? operators : registryOf([...Object.values(operators), ...own]));
