import { earlierRun, runsOf, stoppedAt, type Graph } from '../../dsl/index.js';
import { execute, type ExecuteOptions } from './execute.js';

/**
 * Run a graph from the item at which an earlier run of it stopped, each of its jobs from its own; say so if nothing is left to do.
 *
 * fails E_RESUME when there was none; otherwise like `execute`
 */
export async function resumeRun(graph: Graph, options: ExecuteOptions): Promise<void> {
  // the leader knows, and tells the others, which may not see its folder
  if (options.gang !== undefined && options.gang.rank > 0) {
    const known = earlierRun(graph);
    if (known?.complete !== true) return execute(graph, options);
  }
  const stops = runsOf(graph).map((part) => earlierRun(part));
  if (stops.every((stop) => stop === undefined)) stoppedAt(graph);
  if (stops.every((stop) => stop?.complete === true)) {
    process.stderr.write('the earlier run is complete: nothing left to do\n');
    return;
  }
  await execute(graph, { ...options, firstOf });
}

/** Where a part of a graph goes on: at the beginning, where none of it was made, and nowhere when it is complete. */
function firstOf(part: Graph): number | undefined {
  const { item, complete } = earlierRun(part) ?? { item: 0, complete: false };
  return complete ? undefined : item;
}
