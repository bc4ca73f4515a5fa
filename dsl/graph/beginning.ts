import { isGate } from '../contract/operator.js';
import { domainsAt, domainsOf } from './domain.js';
import type { GraphNode } from './graph.js';

/** The items with which a gate starts in a resumed run. */
export interface Beginning {
  /** Number of the first item that it makes. */
  readonly made: number;
  /** Number of the first item that it publishes; earlier ones are made and released. */
  readonly shown: number;
}

/**
 * The items with which the gates of a graph start, by the node's name, in a run whose first item has the number `first`.
 *
 * A gate that reads the stream of another gate counts its items over all items of that stream. The other gate therefore starts at 0,
 * and the reading gate makes all its items again and publishes those from `first` on. A source that cannot start at any item (`seeks`)
 * does the same. All other gates start at `first`.
 *
 * @param nodes in an order in which every node comes after those it reads
 */
export function beginningsOf(
  nodes: readonly Pick<GraphNode, 'name' | 'operator' | 'settings' | 'inputs'>[],
  first: number,
): ReadonlyMap<string, Beginning> {
  const domains = domainsOf(nodes);
  const gates = nodes.flatMap(({ name, operator, inputs }) => {
    if (!isGate(operator)) return [];
    const above = new Set(domainsAt(inputs, domains).flatMap((domain) => [...domain.keys()]));
    return [{ name, above, seeks: operator.form === 'source' && operator.seeks === true }];
  });
  return new Map(
    gates.map(({ name, above, seeks }) => {
      const shown = gates.some((inner) => inner.above.has(name)) ? 0 : first;
      return [name, { made: seeks && above.size === 0 ? shown : 0, shown }];
    }),
  );
}
