import type { Start } from '../contract/contract.js';
import { failureOf } from '../fault/failure-of.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import type { Graph, GraphNode } from '../graph/graph.js';

/**
 * Ask every node whether the files that it will read are there and of the right kind, as far as it can tell before it runs; and whether those
 * that it will write can be written, where something will run.
 *
 * @param start how the run starts; undefined where nothing will run
 * fails with all their faults; what several nodes say of the same file is said once
 */
export async function refuseFiles({ nodes }: Graph, start?: Start): Promise<void> {
  const faults = new Map<string, Fault>();
  // one after the other, because a folder may be created to see whether that works
  for (const node of nodes) {
    for (const fault of await refusedBy(node, start)) {
      const key = JSON.stringify([fault.code, fault.expected, fault.got, fault.try]);
      if (!faults.has(key)) faults.set(key, fault);
    }
  }
  if (faults.size > 0) throw new HpdmError([...faults.values()]);
}

/** The faults of a node's files, at the place of the node where they have no other. */
async function refusedBy(
  { operator, settings, place, path, usedBy }: GraphNode,
  start: Start | undefined,
): Promise<readonly Fault[]> {
  try {
    await operator.checkFiles?.(settings, start);
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
