import type { Graph } from './graph.js';
import { jobsOf } from './jobs-of.js';

/** The graphs that a run makes one after the other: that of the nodes which belong to no copy with `spread: jobs`, then one for each copy. */
export function runsOf(graph: Graph): readonly Graph[] {
  const rest = graph.nodes.filter(({ job }) => job === undefined);
  return [...(rest.length > 0 ? [{ ...graph, nodes: rest }] : []), ...jobsOf(graph)];
}
