import { failureOf } from '../fault/failure-of.js';
import { HpdmError } from '../fault/fault.js';
import type { GraphNode } from '../graph/graph.js';

/** Add the name and place of its node to an operator's error, and where a user's operator threw it, unless it is an HpdmError. */
export function nameError(node: GraphNode, error: unknown): HpdmError {
  if (error instanceof HpdmError) return error;
  const path = `${node.path} (${node.operator.id})`;
  return new HpdmError({ place: node.place, path, ...failureOf(error) }, { cause: error });
}
