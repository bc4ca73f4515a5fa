import type { AnyOperator } from '../contract/operator.js';
import { ownEntry } from '../fault/own-entry.js';
import type { Port, Sizes } from '../contract/port.js';
import type { RawNode } from '../expand/expand.js';
import { BODY_INPUT, type Endpoint, type GraphNode } from '../graph/graph.js';
import type { Written } from '../document/written.js';

/** A node during the checks; its operator is known and its settings are decoded. */
export interface Draft {
  readonly name: string;
  /** A unique name, also among the nodes of bodies, for the letters in the layouts of its ports. */
  readonly scope: string;
  readonly operator: AnyOperator;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether its settings have no faults, so that the operator's functions may be called with them. */
  readonly sound: boolean;
  readonly inputs: Readonly<Record<string, Endpoint>>;
  /** Settings that were taken over from other nodes, and their places. */
  readonly inferred?: Readonly<Record<string, { readonly node: Draft; readonly name: string }>>;
  readonly body?: DraftBody;
  readonly job?: string;
  /** The node whose own `for` makes it, which is the same for all copies of that node. */
  readonly copyOf?: string;
  readonly at: RawNode['at'];
}

/** A body during the checks. */
export interface DraftBody {
  readonly nodes: readonly Draft[];
  readonly out: Readonly<Record<string, Endpoint>>;
}

/** One end of an edge: a port of a node, or of the body of a node. */
export interface End {
  readonly node: Draft;
  readonly name: string;
  readonly port: Port;
  readonly side: 'input' | 'output' | 'body input' | 'body output';
  /** The owner of the letters in the port's layout; every member of a list input has separate letters. */
  readonly scope: string;
}

/** An edge whose two ends exist. */
export interface Edge {
  readonly from: End;
  readonly to: End;
  readonly at: Written;
}

/** The port of a member of a list input: `videos.1` belongs to `videos`. */
export const portOf = (member: string): string => member.replace(/\..*/, '');

/** The edges into each node and into its body, node by node, without those that have a missing end. */
export function edgesInto(node: Draft, byName: ReadonlyMap<string, Draft>): Edge[] {
  const own = Object.entries(node.inputs).flatMap(([member, endpoint]) =>
    edge(outputEnd(endpoint, byName), inputEnd(node, member), node.at(['in', portOf(member)])),
  );
  const inner = new Map(node.body?.nodes.map((draft) => [draft.name, draft]));
  const origin = (endpoint: Endpoint): End | undefined =>
    endpoint.node === BODY_INPUT ? bodyInput(node, endpoint.port, byName) : outputEnd(endpoint, inner);
  const inside = (node.body?.nodes ?? []).flatMap((draft) =>
    Object.entries(draft.inputs).flatMap(([member, endpoint]) =>
      edge(origin(endpoint), inputEnd(draft, member), draft.at(['in', portOf(member)])),
    ),
  );
  const out = Object.entries(node.body?.out ?? {}).flatMap(([name, endpoint]) => {
    const port = node.operator.body?.out[name];
    const to = port && ({ node, name, port, side: 'body output', scope: node.scope } as const);
    return edge(origin(endpoint), to, node.at(['body', 'out', name]));
  });
  return [...own, ...inside, ...out];
}

const edge = (from: End | undefined, to: End | undefined, at: Written): Edge[] =>
  from === undefined || to === undefined ? [] : [{ from, to, at }];

function inputEnd(node: Draft, member: string): End | undefined {
  const name = portOf(member);
  const port = ownEntry(node.operator.in, name);
  const scope = name === member ? node.scope : `${node.scope}.${member}`;
  return port && { node, name, port, side: 'input', scope };
}

function outputEnd({ node: origin, port: name }: Endpoint, byName: ReadonlyMap<string, Draft>): End | undefined {
  const node = byName.get(origin);
  const port = ownEntry(node?.operator.out, name);
  return node && port && { node, name, port, side: 'output', scope: node.scope };
}

/** The source of `in.name` in a body: a port of the body, or the source of the node's input of that name. */
function bodyInput(node: Draft, name: string, byName: ReadonlyMap<string, Draft>): End | undefined {
  const port = node.operator.body?.in[name];
  if (port !== undefined) return { node, name, port, side: 'body input', scope: node.scope };
  const outer = node.inputs[name];
  return outer && outputEnd(outer, byName);
}

/** The node of the checked graph, with the nodes of its body in the order in which they run. */
export function finished(draft: Draft, sizesOf: (draft: Draft) => Sizes): GraphNode {
  const { name, operator, settings, inputs, body, job, at } = draft;
  const own = { name, operator, settings, inputs, sizes: sizesOf(draft), ...at([]) };
  const node: GraphNode = job === undefined ? own : { ...own, job };
  if (body === undefined) return node;
  return { ...node, body: { nodes: body.nodes.map((inner) => finished(inner, sizesOf)), out: body.out } };
}
