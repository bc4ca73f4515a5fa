import type { Graph } from '../graph/graph.js';
import type { RunOptions, Running } from './running.js';

/**
 * Open a checked graph: every node becomes an Observable, sources admit items as memory is given back. It starts at the next turn of
 * the event loop, so that whoever reads an output now sees all of it. What it computes with must be loaded already.
 */
export async function open(graph: Graph, options: RunOptions = {}): Promise<Running> {
  // RxJS is loaded when something runs: commands that only check do without
  const { GraphRun } = await import('./graph-run.js');
  return new GraphRun(graph, options);
}

/** Run a checked graph to its end; fails as `Running.finished` does. */
export async function run(graph: Graph, options: RunOptions = {}): Promise<void> {
  await (
    await open(graph, options)
  ).finished;
}
