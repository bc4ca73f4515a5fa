import type { Port, Ports } from '../contract/port.js';
import { ownEntry } from '../fault/own-entry.js';
import { portOf, type Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';
import { formatPort, type Endpoint } from '../graph/graph.js';
import { suggestion } from '../fault/nearest.js';
import { itemAt } from '../fault/item-at.js';

/** The outputs that an edge can start from, with the name of their owner for messages. */
export interface Origin {
  readonly ports: Ports;
  readonly name: string;
  /** The repeated node that their owner is a copy of. */
  readonly copyOf?: string;
}

/** The places that a node can read from. */
export interface Readable {
  /** The outputs that an edge can start from; `unknown` if their owner has a fault already. */
  origin(this: void, endpoint: Endpoint): Origin | 'unknown';
  /** References to outputs of a kind, for advice. */
  ofKind(this: void, kind: string): Iterable<string>;
  /** Advice if there are no such outputs. */
  makerOf(this: void, kind: string): string;
}

/** Check that every input exists, is connected if it must be, has one source unless it is a list, and that this source exists. */
export function checkInputs(node: Draft, readable: Readable, faults: Fault[]): void {
  const { operator, inputs } = node;
  const members = Object.entries(inputs);
  for (const [port, type] of Object.entries(operator.in)) {
    const given = members.filter(([member]) => portOf(member) === port);
    if (given.length === 0 && type.optional !== true) faults.push(missing(node, port, type, readable));
    if (given.length > 1 && type.list !== true) {
      const expected = `one output: input "${port}" of ${operator.id} does not take several`;
      const at = node.at(['in', port]);
      faults.push({
        ...at,
        code: 'E_ARITY',
        expected,
        got: `${given.length} outputs`,
        try: `${port}: ${oneOf(given, readable)}`,
      });
    }
  }
  for (const [member, endpoint] of members) {
    const port = portOf(member);
    if (ownEntry(operator.in, port) === undefined && operator.body === undefined) {
      const known = Object.keys(operator.in);
      const expected = known.length === 0 ? `no input: ${operator.id} has none` : `an input of ${operator.id}`;
      const hint = known.length === 0 ? `take "${port}" out` : suggestion(port, known);
      faults.push({ ...node.at(['in', port]), code: 'E_INPUT_UNKNOWN', expected, got: `"${port}"`, try: hint });
      continue;
    }
    const origin = readable.origin(endpoint);
    if (origin === 'unknown' || endpoint.port === '' || Object.hasOwn(origin.ports, endpoint.port)) continue;
    const known = Object.keys(origin.ports);
    faults.push({
      ...node.at(['in', port]),
      code: 'E_OUTPUT_UNKNOWN',
      expected: known.length === 0 ? `an output, but ${origin.name} has none` : `an output of ${origin.name}`,
      got: `"${endpoint.port}"`,
      try: known.length === 0 ? 'an output of another node' : suggestion(endpoint.port, known),
    });
  }
}

/** Suggest one of several outputs: the last copy if all are of one repeated node, otherwise the first. */
function oneOf(members: readonly (readonly [string, Endpoint])[], { origin }: Readable): string {
  const [[, first], [, second]] = [itemAt(members, 0), itemAt(members, 1)];
  const [copyOf, other] = [first, second].map((endpoint) => {
    const known = origin(endpoint);
    return known === 'unknown' ? undefined : known.copyOf;
  });
  if (copyOf !== undefined && copyOf === other) return `${copyOf}[last].${first.port}`;
  return `${first.node}.${first.port}`;
}

/** Most outputs to name in advice. */
const MOST_NAMED = 4;

/** The first items; the rest is not even looked for, as a large document may have many faults. */
function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === count) break;
  }
  return first;
}

function missing(node: Draft, port: string, type: Port, readable: Readable): Fault {
  const { operator, at } = node;
  const [first, ...more] = firstOf(readable.ofKind(type.kind.name), MOST_NAMED);
  const others = more.length === 0 ? '' : ` (or ${more.join(', ')})`;
  return {
    ...at(['in', port]),
    path: `${at([]).path}.in.${port}`,
    code: 'E_INPUT_MISSING',
    expected: `${formatPort(type)}   input "${port}" of ${operator.id}`,
    got: 'nothing',
    try: first === undefined ? readable.makerOf(type.kind.name) : `${port}: ${first}${others}`,
  };
}
