import { isGate } from '../contract/operator.js';
import type { Share } from '../contract/share.js';
import { domainsAt, domainsOf } from './domain.js';
import type { GraphNode } from './graph.js';

/** The items with which a gate starts in a resumed run. */
export interface Beginning {
  /** Number of the first item that it makes. */
  readonly made: number;
  /** Number of the first item that it publishes; earlier ones are made and released. */
  readonly shown: number;
  /** What is added to the number for the next one; 1 if left out. */
  readonly step?: number;
}

/**
 * The items with which the gates of a graph start, by the node's name, in a run whose first item has the number `first`.
 *
 * A gate that reads the stream of another gate counts its items over all items of that stream. The other gate therefore starts at 0,
 * and the reading gate makes all its items again and publishes those from `first` on. A source that cannot start at any item (`seeks`)
 * does the same. All other gates start at `first`.
 *
 * A source that is divided makes part `index` of every item: of item k, the one with the number k · of + index.
 *
 * @param nodes in an order in which every node comes after those it reads
 */
export function beginningsOf(
  nodes: readonly Pick<GraphNode, 'name' | 'operator' | 'settings' | 'inputs'>[],
  first: number,
  { index, of }: Share = { index: 0, of: 1 },
): ReadonlyMap<string, Beginning> {
  const domains = domainsOf(nodes);
  const gates = nodes.flatMap(({ name, operator, inputs }) => {
    if (!isGate(operator)) return [];
    const above = new Set(domainsAt(inputs, domains).flatMap((domain) => [...domain.keys()]));
    const isSource = operator.form === 'source';
    const isDivided = of > 1 && isSource && operator.divides !== undefined;
    return [{ name, above, seeks: isSource && operator.seeks === true, isDivided }];
  });
  return new Map(
    gates.map(({ name, above, seeks, isDivided }) => {
      if (isDivided) return [name, { made: first * of + index, shown: first * of + index, step: of }];
      const shown = gates.some((inner) => inner.above.has(name)) ? 0 : first;
      return [name, { made: seeks && above.size === 0 ? shown : 0, shown }];
    }),
  );
}
