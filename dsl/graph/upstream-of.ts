import type { UpstreamNode } from '../contract/context.js';
import type { GraphNode } from './graph.js';

/** The nodes that a node reads, directly or through others, in the order of the graph. */
export function upstreamOf(nodes: readonly GraphNode[], name: string): UpstreamNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const found = new Set<GraphNode>();
  const visit = (reader: GraphNode | undefined): void => {
    for (const { node } of Object.values(reader?.inputs ?? {})) {
      const read = byName.get(node);
      if (read === undefined || found.has(read)) continue;
      found.add(read);
      visit(read);
    }
  };
  visit(byName.get(name));
  return nodes
    .filter((node) => found.has(node))
    .map(({ name, operator, settings }) => ({ name, op: operator.id, parameters: operator.with, settings }));
}
