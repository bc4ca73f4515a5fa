import { isGate, type AnyOperator } from '../contract/operator.js';
import type { Endpoint, GraphNode } from './graph.js';

/** How the items of a stream correspond to the items of one gate upstream. */
export interface Pace {
  /**
   * The nodes between the gate and the stream that change the number of items: for a window its step, unless it is 1 (the steps of
   * consecutive windows are multiplied); for another gate its name. Empty: item k comes from item k.
   */
  readonly through: readonly (number | string)[];
  /** Largest number of the gate's tickets that one item holds; 0 after another gate, whose tickets the items hold instead. */
  readonly span: number;
}

/** The rate domain of a stream: its pace relative to each gate upstream, by the gate's name. A stream without gates has one item. */
export type Domain = ReadonlyMap<string, Pace>;

type Node = Pick<GraphNode, 'name' | 'operator' | 'settings' | 'inputs'>;

/**
 * The rate domain of every node's outputs, by the node's name. A pure function of the graph, for the checker and the runtime.
 *
 * `check-rates.ts` refuses, at the node that reads the streams:
 * - a join of streams whose domains disagree (`disagreement`). Items k of the two streams come from items of a common gate that are
 *   further and further apart, until all tickets of the gate are held by items that wait in the join. Such a graph stalls (E_STALL)
 * - a window whose domain has a gate with a `span` above `inFlight`: the items it needs are never admitted together. `span` is the
 *   smallest sufficient `inFlight`
 * - a window whose inputs all have one item, or whose `size` or `step` is below 1
 * A join of streams from different gates is allowed; it ends with the shorter stream.
 *
 * @param nodes in an order in which every node comes after those it reads; inputs from unknown nodes are left out
 */
export function domainsOf(nodes: readonly Node[]): ReadonlyMap<string, Domain> {
  const domains = new Map<string, Domain>();
  for (const node of nodes) domains.set(node.name, domainAfter(node, joined(domainsAt(node.inputs, domains))));
  return domains;
}

/** The domains of the streams that a node reads, without inputs that have one item only. */
export const domainsAt = (inputs: Readonly<Record<string, Endpoint>>, domains: ReadonlyMap<string, Domain>): Domain[] =>
  Object.values(inputs).flatMap(({ node }) => {
    const domain = domains.get(node);
    return domain === undefined || domain.size === 0 ? [] : [domain];
  });

/** The gate whose items two streams take at different paces, so that joining them can stall; undefined if they keep step. */
export function disagreement(a: Domain, b: Domain): string | undefined {
  for (const [gate, { through }] of a) {
    const other = b.get(gate);
    if (other !== undefined && other.through.join() !== through.join()) return gate;
  }
  return undefined;
}

/** The domain of a join's output, which keeps step with all joined streams. */
function joined(domains: readonly Domain[]): Domain {
  const all = new Map<string, Pace>();
  for (const [gate, pace] of domains.flatMap((domain) => [...domain])) {
    const known = all.get(gate);
    if (known === undefined || known.span < pace.span) all.set(gate, pace);
  }
  return all;
}

function domainAfter({ name, operator, settings }: Node, incoming: Domain): Domain {
  if (isGate(operator)) {
    const outer = [...incoming].map(([gate, { through }]) => [gate, { through: [...through, name], span: 0 }] as const);
    return new Map<string, Pace>([...outer, [name, { through: [], span: 1 }]]);
  }
  if (operator.form !== 'window') return incoming;
  return new Map([...incoming].map(([gate, pace]) => [gate, windowed(pace, operator, settings)]));
}

/** The pace after a window: it sees `size` items, which are as far apart as the step of the windows before it. */
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
