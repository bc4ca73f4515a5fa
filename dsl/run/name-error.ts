import { HpdmError } from '../fault/fault.js';
import { thrownAt } from '../fault/thrown-at.js';
import type { GraphNode } from '../graph/graph.js';

/** Add the name and place of its node to an operator's error, and where a user's operator threw it, unless it is an HpdmError. */
export function nameError(node: GraphNode, error: unknown): HpdmError {
  if (error instanceof HpdmError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const thrown = thrownAt(error);
  return new HpdmError(
    {
      code: 'E_OPERATOR_FAILED',
      place: node.place,
      path: `${node.path} (${node.operator.id})`,
      message,
      ...(thrown === undefined ? {} : { got: `an error from ${thrown}` }),
    },
    { cause: error },
  );
}
