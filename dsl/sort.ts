import type { Fault } from './error.js';
import type { GraphNode } from './graph.js';

/** Nodes in an order in which each comes after those it reads; a cycle is a fault that names its members. */
export function sortByEdges(nodes: readonly GraphNode[], faults: Fault[]): GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const sorted: GraphNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (node: GraphNode, trail: readonly string[]): void => {
    if (state.get(node.name) === 'done') return;
    if (state.get(node.name) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(node.name)), node.name].join(' → ');
      faults.push({ code: 'E_CYCLE', place: node.place, path: node.path, expected: 'no cycle', got: cycle });
      return;
    }
    state.set(node.name, 'open');
    for (const { node: origin } of Object.values(node.inputs)) {
      const before = byName.get(origin);
      if (before !== undefined) visit(before, [...trail, node.name]);
    }
    state.set(node.name, 'done');
    sorted.push(node);
  };
  for (const node of nodes) visit(node, []);
  return sorted;
}
