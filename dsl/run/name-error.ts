import { HpdmError } from '../fault/fault.js';
import type { GraphNode } from '../graph/graph.js';

/** Add the name and place of its node to an operator's error, unless the error has them already. */
export function nameError(node: GraphNode, error: unknown): HpdmError {
  if (error instanceof HpdmError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new HpdmError(
    { code: 'E_OPERATOR_FAILED', place: node.place, path: `${node.path} (${node.operator.id})`, message },
    { cause: error },
  );
}
