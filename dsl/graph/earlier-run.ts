import type { Stopped } from '../contract/contract.js';
import { HpdmError } from '../fault/fault.js';
import { domainsOf, type Domain } from './domain.js';
import type { Graph } from './graph.js';

/**
 * Where an earlier run of a graph stopped: the number of the item at which its sources begin again; undefined where none ran.
 *
 * fails E_RESUME when two nodes stopped at different items
 */
export function earlierRun(graph: Graph): Stopped | undefined {
  const domains = domainsOf(graph.nodes);
  const stops = graph.nodes.flatMap(({ name, operator, settings }) => {
    const stopped = operator.stoppedAt?.(settings);
    if (stopped === undefined) return [];
    return [{ name, item: stopped.item * paceOf(domains.get(name)), complete: stopped.complete }];
  });
  const [first] = stops;
  if (first === undefined) return undefined;
  if (stops.every(({ item }) => item === first.item))
    return { item: first.item, complete: stops.every(({ complete }) => complete) };
  throw new HpdmError({
    code: 'E_RESUME',
    place: { file: graph.file },
    expected: 'a run that stopped earlier',
    got: stops.map(({ name, item }) => `${name} at item ${item}`).join(', '),
    try: 'leave out --resume to begin, or name the folder of the earlier run',
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
