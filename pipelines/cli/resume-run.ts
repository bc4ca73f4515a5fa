import { earlierRun, refuseOtherRun, runsOf, stoppedAt, type Graph } from '../../dsl/index.js';
import { execute, type ExecuteOptions } from './execute.js';

/**
 * Run a graph from the item at which an earlier run of it stopped, each of its jobs from its own; say so if nothing is left to do.
 *
 * fails E_RESUME when there was none, E_CHECKPOINT_… when it was another one, also when nothing is left to do; otherwise like `execute`
 */
export async function resumeRun(graph: Graph, options: ExecuteOptions): Promise<void> {
  // the leader knows, and tells the others, which may not see its folder
  if (options.gang !== undefined && options.gang.rank > 0) {
    const known = earlierRun(graph);
    if (known?.complete !== true) return execute(graph, options);
  }
  if (isComplete(graph, options.seed)) return;
  await execute(graph, { ...options, firstOf });
}

/**
 * Whether nothing of a graph is left to do, and say so.
 *
 * fails E_RESUME when no earlier run stopped, E_CHECKPOINT_… when it was another one
 */
export function isComplete(graph: Graph, seed = 0): boolean {
  const parts = runsOf(graph).map((part) => ({ part, stop: earlierRun(part) }));
  const begun = parts.filter(({ stop }) => stop !== undefined);
  if (begun.length === 0) stoppedAt(graph);
  for (const { part } of begun) refuseOtherRun(part, seed);
  const complete = parts.every(({ stop }) => stop?.complete === true);
  if (complete) process.stderr.write('the earlier run is complete: nothing left to do\n');
  return complete;
}

/** Where a part of a graph goes on: at the beginning, where none of it was made, and nowhere when it is complete. */
function firstOf(part: Graph): number | undefined {
  const { item, complete } = earlierRun(part) ?? { item: 0, complete: false };
  return complete ? undefined : item;
}
