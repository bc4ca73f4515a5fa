import { HpdmError, type Fault } from '../fault/fault.js';
import type { Lease, Ledger } from './lease.js';
import type { Gate } from './gate.js';
import type { LiveNode } from './live-node.js';
import { itemAt } from '../fault/item-at.js';

/**
 * The error of a run in which nothing more can happen: E_STALLED, with one fault per gate at which a source waits. Each fault names
 * the holders of the gate's tickets (`node.port`) and the items that they hold.
 */
export function stallOf(nodes: readonly LiveNode[], ledger: Ledger): HpdmError {
  const stuck = nodes.flatMap((live) => (live.gate?.stuck === true ? [{ live, gate: live.gate }] : []));
  const faults = stuck.map(({ live: { node }, gate }): Fault => {
    const tickets = gate.limit === 1 ? 'its only ticket' : `one of its ${gate.limit} tickets`;
    return {
      code: 'E_STALLED',
      place: node.place,
      path: `${node.path} (${node.operator.id})`,
      message: `the run cannot continue: "${node.name}" waits for ${tickets}, and no running node will return one`,
      expected: `no more than limits.inFlight: ${gate.limit} of its items needed at a time`,
      got: holdersOf(gate, nodes, ledger).join('; '),
      try: `limits: { inFlight: ${gate.limit + 1} } or more, or join only streams that keep step`,
    };
  });
  if (faults.length > 0) return new HpdmError(faults);
  const rest = [...ledger].map(({ from }) => from.name);
  return new HpdmError({
    code: 'E_STALLED',
    message: 'the run cannot continue, and no source waits',
    got: count(rest).join('; '),
  });
}

/** The places of the items that hold tickets of a gate: `pairs.b holds 2 of count.out`. */
function holdersOf(gate: Gate, nodes: readonly LiveNode[], ledger: Ledger): string[] {
  const holds = ({ tickets }: Lease): boolean => tickets.some((ticket) => ticket.gate === gate);
  const known = new Set<Lease>();
  const places = nodes.flatMap(({ node, names, queues, held }) =>
    [...queues, ...names.map((_, i) => held.flatMap((item) => item[i] ?? []))].flatMap((leases, i) =>
      leases.filter(holds).map((lease) => {
        known.add(lease);
        return { holder: `${node.name}.${itemAt(names, i % names.length)}`, from: lease.from.name };
      }),
    ),
  );
  const outside = [...ledger].filter((lease) => holds(lease) && !known.has(lease));
  return count([
    ...places.map(({ holder, from }) => `${holder} holds # of ${from}`),
    ...outside.map(({ from }) => `# of ${from.name} are held outside the graph`),
  ]);
}

/** Merge equal texts, and put their number in the place of `#`. */
function count(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, n]) => (text.includes('#') ? text.replace('#', `${n}`) : `${n} of ${text}`));
}
