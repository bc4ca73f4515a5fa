import { formatPort, ownEntry, type AnyOperator, type Parameter, type Ports } from '../../dsl/index.js';
import type { Seen } from './seen.js';
import { partOf, type Part, type Surroundings } from './surroundings.js';

/** A port, of an operator or of a graph. */
export interface SeenPort {
  readonly name: string;
  /** Its type in words; for a graph, what the document says of it. */
  readonly type: string;
  /** Undefined where only a run of the checker would know. */
  readonly kind?: string;
}

/** A setting of an operator or a parameter of a graph, as a document can give it. */
export type SeenSetting = Partial<
  Pick<Parameter, 'name' | 'description' | 'default' | 'words' | 'min' | 'max' | 'unit'>
>;

/** The operator of a node. */
export const operatorOf = ({ op }: Part, { registry }: Seen): AnyOperator | undefined =>
  typeof op === 'string' ? ownEntry(registry, op) : undefined;

/** The inputs or outputs of a node; a chain has those of its ends. */
export function portsOf(node: Part, seen: Seen, side: 'in' | 'out'): SeenPort[] {
  const { chain, graph } = node;
  if (Array.isArray(chain)) return portsOf(partOf(chain.at(side === 'in' ? 0 : -1)), seen, side);
  if (typeof graph === 'string') {
    const inner = seen.graph(graph);
    return graphPorts(inner, side).map((port) => ({ ...port, ...typeWithin(inner, port.type, seen) }));
  }
  const operator = operatorOf(node, seen);
  return operator === undefined ? [] : listed(operator[side]);
}

/** The type of an output of a graph, which names an output of one of its nodes. */
function typeWithin(graph: Part, reference: string, seen: Seen): Partial<SeenPort> {
  const [name = '', port] = reference.split('.');
  const { type, kind } =
    portsOf(partOf(partOf(graph['nodes'])[name]), seen, 'out').find((one) => one.name === port) ?? {};
  return { ...(type === undefined ? {} : { type }), ...(kind === undefined ? {} : { kind }) };
}

const listed = (ports: Ports): SeenPort[] =>
  Object.entries(ports).map(([name, port]) => ({ name, type: formatPort(port), kind: port.kind.name }));

const graphPorts = (graph: Part, side: 'in' | 'out'): SeenPort[] =>
  Object.entries(partOf(graph[side])).map(([name, about]) => ({ name, type: String(about) }));

/** What the graph at a place receives or returns: inputs and outputs of a body, or of a sub-graph. */
export function endsOf({ graph, bodyOf }: Surroundings, seen: Seen, side: 'in' | 'out'): SeenPort[] {
  if (bodyOf === undefined) return graphPorts(graph, side);
  return listed(operatorOf({ op: bodyOf }, seen)?.body?.[side] ?? {});
}

/** What stands under `with:` of a node. */
export function settingsOf(node: Part, seen: Seen): Readonly<Record<string, SeenSetting>> {
  const { graph } = node;
  if (typeof graph !== 'string') return operatorOf(node, seen)?.with ?? {};
  return Object.fromEntries(
    Object.entries(partOf(seen.graph(graph)['params'])).map(([name, declared]) => {
      const { type, values, ...facts } = partOf(declared);
      return [name, { ...facts, name: String(type), ...(Array.isArray(values) ? { words: values as string[] } : {}) }];
    }),
  );
}

/** The outputs that an input at a place can read, as documents write them: `node.port`, `in.port`, `level[last].port`. */
export function readable(at: Surroundings, seen: Seen): SeenPort[] {
  const ends = endsOf(at, seen, 'in').map((port) => ({ ...port, name: `in.${port.name}` }));
  const nodes = Object.entries(partOf(at.graph['nodes'])).flatMap(([name, value]) => {
    const node = partOf(value);
    const copies = node['for'] === undefined ? [''] : name === at.name ? ['[<]'] : ['[last]', '[*]'];
    if (name === at.name && node['for'] === undefined) return [];
    return portsOf(node, seen, 'out').flatMap((port) =>
      copies.map((copy) => ({ ...port, name: `${name}${copy}.${port.name}` })),
    );
  });
  return [...ends, ...nodes];
}
