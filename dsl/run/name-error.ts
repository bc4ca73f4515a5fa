import { HpdmError, runFailure } from '../fault/fault.js';
import type { GraphNode } from '../graph/graph.js';

/** An operator's error with the name of its node and where it was written; those that say it themselves are left alone. */
export function nameError(node: GraphNode, error: unknown): HpdmError {
  if (error instanceof HpdmError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return runFailure(
    { code: 'E_OPERATOR_FAILED', place: node.place, path: `${node.path} (${node.operator.id})`, message },
    error,
  );
}
