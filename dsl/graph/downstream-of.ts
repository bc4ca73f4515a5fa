import type { DownstreamNode } from '../contract/context.js';
import type { GraphNode } from './graph.js';

/** The nodes that read a node, directly or through others, in the order of the graph. */
export function downstreamOf(nodes: readonly GraphNode[], name: string): DownstreamNode[] {
  const found = new Set([name]);
  // the order of a graph is that of its edges: a reader comes after what it reads
  return nodes
    .filter((node) => {
      const reads = Object.values(node.inputs).some((end) => found.has(end.node));
      if (reads) found.add(node.name);
      return reads;
    })
    .map(({ name, operator, settings }) => ({ name, op: operator.id, parameters: operator.with, settings }));
}
