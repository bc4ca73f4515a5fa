import type { Graph, GraphNode } from './graph.js';

/**
 * A graph for each copy of the nodes with `spread: jobs`, in the order of the document. Each makes what the copy makes in the whole graph, byte
 * for byte, wherever it runs. Nodes that belong to no copy are in none of them.
 */
export function jobsOf(graph: Graph): readonly Graph[] {
  const byJob = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.job === undefined) continue;
    const nodes = byJob.get(node.job);
    if (nodes === undefined) byJob.set(node.job, [node]);
    else nodes.push(node);
  }
  return [...byJob.values()].map((nodes) => ({ ...graph, nodes, out: {} }));
}
