import { failureOf } from '../fault/failure-of.js';
import { HpdmError } from '../fault/fault.js';
import type { GraphNode } from '../graph/graph.js';

/**
 * Add the place of its node to an operator's error. An error that is no HpdmError also gets the name of the node, and where a user's operator
 * threw it; an HpdmError keeps what it says itself.
 */
export function nameError(node: GraphNode, error: unknown): HpdmError {
  const { place } = node;
  const path = `${node.path} (${node.operator.id})`;
  if (!(error instanceof HpdmError)) return new HpdmError({ place, path, ...failureOf(error) }, { cause: error });
  const whole = error.code === 'E_CANCELLED' || error.faults.every((fault) => fault.place !== undefined);
  if (whole) return error;
  return new HpdmError(
    error.faults.map((fault) => ({ place, path, ...fault })),
    { cause: error, exitCode: error.exitCode },
  );
}
