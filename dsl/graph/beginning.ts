import { domainsAt, domainsOf } from './domain.js';
import type { GraphNode } from './graph.js';

/** Where a gate begins in a run that goes on. */
export interface Beginning {
  /** Number of the first item it makes. */
  readonly made: number;
  /** Number of the first item it hands on; those before it are made and let go of. */
  readonly shown: number;
}

/**
 * Where the gates of a graph begin in a run whose first item has the number `first`, by the node's name.
 *
 * A gate inside another counts its items over all of the items above it. So the gates above begin at 0, and the one inside makes
 * everything again and hands on what comes from `first` on. So does a source that does not say that it can begin anywhere
 * (`seeks`). All others begin at `first`.
 *
 * @param nodes in an order in which every node comes after those it reads
 */
export function beginningsOf(
  nodes: readonly Pick<GraphNode, 'name' | 'operator' | 'settings' | 'inputs'>[],
  first: number,
): ReadonlyMap<string, Beginning> {
  const domains = domainsOf(nodes);
  const gates = nodes.flatMap(({ name, operator, inputs }) => {
    if (operator.form !== 'source' || operator.emits === 'one') return [];
    const above = new Set(domainsAt(inputs, domains).flatMap((domain) => [...domain.keys()]));
    return [{ name, above, seeks: operator.seeks === true }];
  });
  return new Map(
    gates.map(({ name, above, seeks }) => {
      const shown = gates.some((inner) => inner.above.has(name)) ? 0 : first;
      return [name, { made: seeks && above.size === 0 ? shown : 0, shown }];
    }),
  );
}
