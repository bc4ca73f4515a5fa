import type { StartedNode } from '../contract/run-event.js';
import type { GraphNode } from '../graph/graph.js';

/** The description of a node in the event `started`. */
export function startedNode({ name, operator, settings }: GraphNode): StartedNode {
  const total = operator.steps?.(settings);
  return { name, op: operator.id, ...(total === undefined ? {} : { total }) };
}
