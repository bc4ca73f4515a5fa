import { earlierRun, stoppedAt, type Graph } from '../../dsl/index.js';
import { execute, type ExecuteOptions } from './execute.js';

/**
 * Run a graph from the item at which an earlier run of it stopped; say so if nothing is left to do.
 *
 * fails E_RESUME when there was none; otherwise like `execute`
 */
export async function resumeRun(graph: Graph, options: ExecuteOptions): Promise<void> {
  // the leader knows, and tells the others, which may not see its folder
  if (options.gang !== undefined && options.gang.rank > 0) {
    const known = earlierRun(graph);
    if (known?.complete !== true) return execute(graph, options);
  }
  const { item, complete } = stoppedAt(graph);
  if (complete) process.stderr.write('the earlier run is complete: nothing left to do\n');
  else await execute(graph, { ...options, first: item });
}
