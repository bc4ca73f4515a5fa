import { failureOf } from '../fault/failure-of.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import type { Graph, GraphNode } from '../graph/graph.js';

/**
 * Ask every node whether the files that it will read are there and of the right kind, as far as it can tell before it runs.
 *
 * fails with all their faults
 */
export async function refuseFiles({ nodes }: Graph): Promise<void> {
  const faults = await Promise.all(nodes.map(refusedBy));
  if (faults.flat().length > 0) throw new HpdmError(faults.flat());
}

/** The faults of a node's files, at the place of the node where they have no other. */
async function refusedBy({ operator, settings, place, path, usedBy }: GraphNode): Promise<readonly Fault[]> {
  try {
    await operator.checkFiles?.(settings);
    return [];
  } catch (error) {
    if (!(error instanceof HpdmError)) return [{ place, path: `${path} (${operator.id})`, ...failureOf(error) }];
    return error.faults.map((fault) => ({
      place,
      ...fault,
      path: fault.path === undefined ? path : `${path}.${fault.path}`,
      ...(usedBy !== undefined && { usedBy }),
    }));
  }
}
