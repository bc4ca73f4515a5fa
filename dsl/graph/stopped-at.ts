import type { Stopped } from '../contract/contract.js';
import { HpdmError } from '../fault/fault.js';
import { domainsOf, type Domain } from './domain.js';
import type { Graph } from './graph.js';

/**
 * Where an earlier run of a graph stopped, for `--resume`: the number of the item at which its sources begin again.
 *
 * fails E_RESUME when no node of the graph can go on, when none has stopped earlier, and when two stopped at different items
 */
export function stoppedAt(graph: Graph): Stopped {
  const able = graph.nodes.filter(({ operator }) => operator.stoppedAt !== undefined);
  const domains = domainsOf(graph.nodes);
  const stops = able.flatMap(({ name, operator, settings }) => {
    const stopped = operator.stoppedAt?.(settings);
    if (stopped === undefined) return [];
    return [{ name, item: stopped.item * paceOf(domains.get(name)), complete: stopped.complete }];
  });
  const [first] = stops;
  const items = new Set(stops.map(({ item }) => item));
  if (first !== undefined && items.size === 1) {
    return { item: first.item, complete: stops.every(({ complete }) => complete) };
  }
  throw new HpdmError({
    code: 'E_RESUME',
    place: { file: graph.file },
    expected: 'a run that stopped earlier',
    got:
      able.length === 0
        ? 'a document without training, which has nothing to go on with'
        : stops.map(({ name, item }) => `${name} at item ${item}`).join(', ') || 'none',
    try:
      able.length === 0 ? 'leave out --resume' : 'leave out --resume to begin, or name the folder of the earlier run',
  });
}

/** Items of the gate per item of a stream: windows join several to one. */
const paceOf = (domain: Domain = new Map()): number =>
  Math.max(
    1,
    ...[...domain.values()].map(({ through }) =>
      through.reduce<number>((product, step) => (typeof step === 'number' ? product * step : product), 1),
    ),
  );
