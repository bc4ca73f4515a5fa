import type { AnyOperator, Port, Ports } from './contract.js';
import type { Fault, Place } from './error.js';
import type { Written } from './expand.js';
import { formatPort, type Endpoint } from './graph.js';
import { suggestion } from './nearest.js';

/** The outputs an edge may begin at, and the one it names. */
export interface Origin {
  readonly ports: Ports;
  readonly name: string;
  readonly port: string;
}

/** The inputs of one operator, and where they come from. */
interface Consumer {
  readonly operator: AnyOperator;
  readonly inputs: Readonly<Record<string, Endpoint>>;
  readonly path: string;
  readonly place: Place;
  readonly usedBy?: string;
}

/**
 * Every input known, given, and fed by an output of its type.
 *
 * @param written where an input was written
 * @param originOf the output an edge begins at; `unknown` where that has a fault of its own
 */
export function checkInputs(
  node: Consumer,
  written: (port: string) => Written,
  faults: Fault[],
  originOf: (endpoint: Endpoint) => Origin | 'unknown',
): void {
  const { operator, inputs, path, place } = node;
  const given = new Set(Object.keys(inputs).map(portOf));
  const missing = Object.entries(operator.in).filter(([port, type]) => type.optional !== true && !given.has(port));
  for (const [port, type] of missing) {
    const expected = `${formatPort(type)}   ${operator.id}, input "${port}"`;
    faults.push({
      ...written(port),
      code: 'E_INPUT_MISSING',
      place,
      path: `${path}.in.${port}`,
      expected,
      got: 'nothing',
    });
  }
  for (const [member, endpoint] of Object.entries(inputs)) {
    const port = portOf(member);
    const at = written(port);
    const wanted = operator.in[port];
    if (wanted === undefined && operator.body === undefined) {
      const hint = suggestion(port, Object.keys(operator.in));
      faults.push({ ...at, code: 'E_INPUT_UNKNOWN', expected: `an input of ${operator.id}`, got: port, try: hint });
      continue;
    }
    const origin = originOf(endpoint);
    if (origin === 'unknown') continue;
    const offered = origin.ports[origin.port];
    if (offered === undefined) {
      const hint = suggestion(origin.port, Object.keys(origin.ports));
      faults.push({
        ...at,
        code: 'E_OUTPUT_UNKNOWN',
        expected: `an output of ${origin.name}`,
        got: origin.port,
        try: hint,
      });
    } else if (wanted !== undefined && !fits(offered, wanted)) {
      const expected = `${formatPort(wanted)}   ${operator.id}, input "${port}"`;
      faults.push({
        ...at,
        code: 'E_EDGE_TYPE',
        expected,
        got: `${formatPort(offered)}   ${origin.name}, output "${origin.port}"`,
      });
    }
  }
}

/** The port a member of a list input belongs to: `videos.1` is of `videos`. */
const portOf = (name: string): string => name.split('.')[0] ?? name;

/** May a value of type `offered` go into a port of type `wanted`? Kinds, ranks and fixed dimensions must agree. */
function fits(offered: Port, wanted: Port): boolean {
  if (offered.kind.name !== wanted.kind.name || offered.dtype !== wanted.dtype) return false;
  if (offered.layout === undefined || wanted.layout === undefined) return true;
  if (offered.layout.length !== wanted.layout.length) return false;
  return offered.layout.every((dimension, i) => {
    const other = wanted.layout?.[i];
    return typeof dimension === 'string' || typeof other === 'string' || dimension === other;
  });
}
