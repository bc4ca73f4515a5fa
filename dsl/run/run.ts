import type { Graph } from '../graph/graph.js';
import { runsOf } from '../graph/runs-of.js';
import type { RunOptions, Running } from './running.js';

/**
 * Start a checked graph: every node becomes an Observable, and sources make items as memory is released. It starts in the next turn of
 * the event loop, so that an output that is read now misses nothing. The backend that the graph needs must be loaded already.
 */
export async function open(graph: Graph, options: RunOptions = {}): Promise<Running> {
  // RxJS is loaded here because commands that only check do not need it
  const { GraphRun } = await import('./graph-run.js');
  return new GraphRun(graph, options);
}

/** Run a checked graph to its end, copies that are jobs one after the other; fails as `Running.finished` does. */
export async function run(graph: Graph, options: RunOptions = {}): Promise<void> {
  for (const part of runsOf(graph)) await (await open(part, options)).finished;
}
