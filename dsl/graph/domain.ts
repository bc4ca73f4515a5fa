import type { AnyOperator } from '../contract/contract.js';
import type { Endpoint, GraphNode } from './graph.js';

/** How the items of a stream come from the items of one gate above it. */
export interface Pace {
  /**
   * What made items fewer or more on the way from the gate: the step of a window (only where it is not 1; steps that follow each
   * other are multiplied), or the name of a gate inside. Empty: item k comes from item k.
   */
  readonly through: readonly (number | string)[];
  /** Tickets of the gate that one item holds, at the most; 0 behind a gate inside, whose tickets its items hold instead. */
  readonly span: number;
}

/** The rate domain of a stream: its pace by the name of each gate above it. No gate at all: it emits once. */
export type Domain = ReadonlyMap<string, Pace>;

type Node = Pick<GraphNode, 'name' | 'operator' | 'settings' | 'inputs'>;

/**
 * The rate domain of every node's outputs, by the node's name. A pure function of the graph, for the checker and the runtime.
 *
 * The checker should refuse, at the node that reads the streams:
 * - a join of streams whose domains disagree (`disagreement`): item k of the one and item k of the other come from ever more distant
 *   items of a common gate, so that all its tickets end up waiting in the join. Such graphs stall (E_STALL) sooner or later
 * - a window that lies so that `span` of a gate in its domain exceeds `inFlight`: the items it needs are never admitted together.
 *   `span` is the smallest `inFlight` that would do
 * - a window whose inputs all emit once, and one whose `size` or `step` is below 1
 * Joins of streams from different gates are well: they end with the shorter one.
 *
 * @param nodes in an order in which every node comes after those it reads; inputs from unknown nodes are left out
 */
export function domainsOf(nodes: readonly Node[]): ReadonlyMap<string, Domain> {
  const domains = new Map<string, Domain>();
  for (const node of nodes) domains.set(node.name, domainAfter(node, joined(domainsAt(node.inputs, domains))));
  return domains;
}

/** The domains of the streams that a node reads; once-only inputs are not among them. */
export const domainsAt = (inputs: Readonly<Record<string, Endpoint>>, domains: ReadonlyMap<string, Domain>): Domain[] =>
  Object.values(inputs).flatMap(({ node }) => {
    const domain = domains.get(node);
    return domain === undefined || domain.size === 0 ? [] : [domain];
  });

/** The gate whose items two streams take at different paces, so that joining them can stall; nothing where they go together. */
export function disagreement(a: Domain, b: Domain): string | undefined {
  for (const [gate, { through }] of a) {
    const other = b.get(gate);
    if (other !== undefined && other.through.join() !== through.join()) return gate;
  }
  return undefined;
}

/** The domain of what a join emits: in step with all that it joins. */
function joined(domains: readonly Domain[]): Domain {
  const all = new Map<string, Pace>();
  for (const [gate, pace] of domains.flatMap((domain) => [...domain])) {
    const known = all.get(gate);
    if (known === undefined || known.span < pace.span) all.set(gate, pace);
  }
  return all;
}

function domainAfter({ name, operator, settings }: Node, incoming: Domain): Domain {
  if (operator.form === 'source' && operator.emits === 'many') {
    const outer = [...incoming].map(([gate, { through }]) => [gate, { through: [...through, name], span: 0 }] as const);
    return new Map<string, Pace>([...outer, [name, { through: [], span: 1 }]]);
  }
  if (operator.form !== 'window') return incoming;
  return new Map([...incoming].map(([gate, pace]) => [gate, windowed(pace, operator, settings)]));
}

/** The receptive field of a window: `size` items that lie as far apart as the steps before it. */
function windowed(
  { through, span }: Pace,
  operator: AnyOperator & { readonly form: 'window' },
  settings: Readonly<Record<string, unknown>>,
): Pace {
  const [size, step] = [operator.size(settings), operator.step(settings)];
  const last = through.at(-1);
  const stride = typeof last === 'number' ? last : 1;
  const before = typeof last === 'number' ? through.slice(0, -1) : through;
  const after = stride * step === 1 ? before : [...before, stride * step];
  return { through: after, span: span === 0 ? 0 : span + (size - 1) * stride };
}
