import {
  earlierRun,
  HpdmError,
  load,
  refuseFiles,
  type Fault,
  type Graph,
  type GraphNode,
  type RunDocument,
} from '../../dsl/index.js';
import { refuseOverFree } from '../plan/refuse-over-limit.js';

/** A document that a node of a graph runs. */
export interface InnerGraph {
  /** The node that runs it, and what the node calls it. */
  readonly name: string;
  readonly graph: Graph;
}

/**
 * The documents that the nodes of a graph run, and those that these run, checked as the run does before each of them: so a mistake in the last one is
 * known before the first one runs. Files that another node makes first are not looked at.
 *
 * fails with the faults of all documents; what several say is said once
 */
export async function innerGraphs(graph: Graph): Promise<readonly InnerGraph[]> {
  const found: InnerGraph[] = [];
  const faults = new Map<string, Fault>();
  for (const node of graph.nodes) {
    await collecting(faults, async () => {
      for (const part of (await node.operator.documents?.(node.settings, Object.keys(node.inputs))) ?? [])
        await collecting(faults, async () => {
          found.push(...(await innerGraph(graph, node, part)));
        });
    });
  }
  if (faults.size > 0) throw new HpdmError([...faults.values()]);
  return found;
}

/** A document, and those that it runs. */
async function innerGraph(outer: Graph, node: GraphNode, part: RunDocument): Promise<readonly InnerGraph[]> {
  const { label, document, given, isReady, refuse } = part;
  const graph = await load(document, given, outer.registry, outer.presets);
  refuse?.(graph.nodes.map(({ operator }) => ({ op: operator.id })));
  refuseOverFree(graph);
  if (isReady) await refuseFiles(graph, { goesOn: earlierRun(graph) !== undefined, leads: true });
  const name = label === undefined ? node.name : `${node.name}.${label}`;
  const inner = await innerGraphs(graph);
  return [{ name, graph }, ...inner.map((one) => ({ ...one, name: `${name}.${one.name}` }))];
}

async function collecting(faults: Map<string, Fault>, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    for (const fault of error.faults) faults.set(JSON.stringify(fault), fault);
  }
}
