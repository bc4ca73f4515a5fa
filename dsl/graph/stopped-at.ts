import type { Stopped } from '../contract/contract.js';
import { HpdmError } from '../fault/fault.js';
import { earlierRun } from './earlier-run.js';
import type { Graph } from './graph.js';

/**
 * Where an earlier run of a graph stopped, for `--resume`: the number of the item at which its sources begin again.
 *
 * fails E_RESUME when no node of the graph can go on, when none has stopped earlier, and when two stopped at different items
 */
export function stoppedAt(graph: Graph): Stopped {
  const stopped = earlierRun(graph);
  if (stopped !== undefined) return stopped;
  const trains = graph.nodes.some(({ operator }) => operator.stoppedAt !== undefined);
  throw new HpdmError({
    code: 'E_RESUME',
    place: { file: graph.file },
    expected: 'a run that stopped earlier',
    got: trains ? 'none' : 'a document without training, which has nothing to go on with',
    try: trains ? 'leave out --resume to begin, or name the folder of the earlier run' : 'leave out --resume',
  });
}
