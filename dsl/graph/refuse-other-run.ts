import { HpdmError } from '../fault/fault.js';
import { upstreamOf } from './upstream-of.js';
import type { Graph } from './graph.js';

/**
 * Refuse to go on with an earlier run of a graph that was another run, also where nothing is left to do.
 *
 * fails with every difference that its operators find: E_CHECKPOINT_…
 */
export function refuseOtherRun({ nodes, share }: Graph, seed: number): void {
  const faults = nodes.flatMap(({ name, operator, settings }) => {
    if (operator.stoppedAt?.(settings) === undefined) return [];
    try {
      operator.refuseOther?.(settings, upstreamOf(nodes, name, share), seed);
      return [];
    } catch (error) {
      if (error instanceof HpdmError) return error.faults;
      throw error;
    }
  });
  if (faults.length > 0) throw new HpdmError(faults);
}
