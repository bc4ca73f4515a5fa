import { portOf, type Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';
import { lineOf } from './size-fact.js';
import { itemAt } from '../fault/item-at.js';

/** Sort nodes so that each comes after those it reads; a cycle is a fault that names its members. */
export function sortByEdges(nodes: readonly Draft[], faults: Fault[]): Draft[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const sorted = new Set<Draft>();
  // a list, not calls inside calls: a chain may be longer than JavaScript's stack is deep
  const path: { readonly node: Draft; readonly unseen: Draft[] }[] = [];
  const onPath = new Set<Draft>();
  const enter = (node: Draft): void => {
    onPath.add(node);
    path.push({ node, unseen: Object.values(node.inputs).flatMap((end) => byName.get(end.node) ?? []) });
  };
  for (const start of nodes) {
    if (!sorted.has(start)) enter(start);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const { node, unseen } = last;
      const origin = unseen.shift();
      if (origin === undefined) {
        path.pop();
        onPath.delete(node);
        sorted.add(node);
      } else if (onPath.has(origin)) {
        const trail = path.map((step) => step.node);
        faults.push(cycleFault(trail.slice(trail.indexOf(origin))));
      } else if (!sorted.has(origin)) enter(origin);
    }
  }
  return [...sorted];
}

/** The fault of a cycle, in which each node reads the next one and the last one reads the first. */
function cycleFault(cycle: readonly Draft[]): Fault {
  // in the direction of the data, starting with the node that comes first in the document
  const first = cycle.reduce((a, b) => ((a.at([]).place.line ?? 0) <= (b.at([]).place.line ?? 0) ? a : b));
  const start = cycle.indexOf(first);
  const flow = [first, ...[...cycle.slice(start + 1), ...cycle.slice(0, start)].reverse()];
  const at = first.at([]);
  const show = (node: Draft): string => `${node.name} (${lineOf(node.at([]).place, at.place.file)})`;
  const inputs = flow.map((node, i) => {
    const before = itemAt(flow, (i + flow.length - 1) % flow.length);
    const reading = Object.entries(node.inputs).filter(([, endpoint]) => endpoint.node === before.name);
    return node.at(['in', portOf(itemAt(reading, 0)[0])]).path;
  });
  return {
    ...at,
    code: 'E_CYCLE',
    expected: 'no node that waits for itself',
    got: [...flow.map(show), first.name].join(' → '),
    try: `connect ${[...new Set(inputs)].join(' or ')} to a node outside the cycle`,
  };
}
