import type { BodyGraph, Endpoint, Graph, GraphNode, Port, Ports, Sizes } from '../../../dsl/index.js';
import { BODY_INPUT } from '../../../dsl/index.js';

/** An input or output of a box. */
export interface Pin {
  readonly id: string;
  readonly name: string;
  /** Name of the kind of value, which decides the colour. */
  readonly kind: string;
  /** Whether an edge is connected to it. */
  readonly linked: boolean;
}

/**
 * A box of the drawing: a node; a group with the nodes of a sub-graph; a stack, which stands for all copies of a repeated node; a node
 * with its body inside; or one end of a body, where values enter or leave it.
 */
export interface Box {
  readonly id: string;
  readonly form: 'node' | 'group' | 'stack' | 'body' | 'end';
  readonly title: string;
  /** Id of the operator; for other boxes, a word that says what they are. */
  readonly subtitle: string;
  readonly inputs: readonly Pin[];
  readonly outputs: readonly Pin[];
  readonly children: readonly Box[];
}

/** An edge between two pins, labelled with the letters of its dimensions and, if any size is known, with the sizes. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly label: readonly string[];
}

/** A graph as boxes and links, for every drawing format. */
export interface Diagram {
  readonly title: string;
  readonly file: string;
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
}

/** The diagram of a checked graph: sub-graphs and levels are groups, bodies lie inside the nodes that call them. */
export function diagramOf(graph: Graph): Diagram {
  const links = [
    ...graph.nodes.flatMap((node) => linksInto(node, graph.nodes)),
    ...graph.nodes.flatMap((node) => (node.body === undefined ? [] : bodyLinks(node, node.body, graph.nodes))),
  ];
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const boxes = graph.nodes.map((node) => boxOf(node, graph.nodes, linked));
  return { title: graph.about, file: graph.file, boxes: grouped(boxes, []), links };
}

const outputId = (node: string, port: string): string => `${node}>${port}`;
const inputId = (node: string, port: string): string => `${node}<${port}`;
const inside = (node: string, inner: string): string => `${node}/${inner}`;
/** The box where values leave a body; `in` is the box where they enter. */
const BODY_OUTPUT = 'out';
/** Edges to a node with a body end at its box `in`, and edges from it start at its box `out`. */
const wayIn = ({ name, body }: GraphNode): string => (body === undefined ? name : inside(name, BODY_INPUT));
const wayOut = ({ name, body }: GraphNode): string => (body === undefined ? name : inside(name, BODY_OUTPUT));
/** The input's name without its index: `videos.1` is part of the list input `videos`. */
const portOf = (member: string): string => member.split('.')[0] ?? member;

/** The port that an edge starts from. */
const portAt = (nodes: readonly GraphNode[], { node: name, port }: Endpoint): Port | undefined =>
  nodes.find((node) => node.name === name)?.operator.out[port];

const linkOf = (from: string, to: string, origin: GraphNode | undefined, port: Port | undefined): Link => ({
  from,
  to,
  kind: port?.kind.name ?? '',
  label: dimensions(port, origin?.sizes ?? {}),
});

/** The lines of a label: `[B, F, H, W, C]`, and `[9, 4, 16, 16, 1]` if sizes are known. */
function dimensions(port: Port | undefined, sizes: Sizes): string[] {
  if (port?.layout === undefined || port.layout.length === 0) return [];
  const letters = `[${port.layout.join(', ')}]`;
  const numbers = `[${port.layout.map((name) => sizes[name] ?? name).join(', ')}]`;
  return letters === numbers ? [letters] : [letters, numbers];
}

function linksInto(node: GraphNode, nodes: readonly GraphNode[]): Link[] {
  return Object.entries(node.inputs).map(([member, end]) => {
    const origin = nodes.find(({ name }) => name === end.node);
    const from = outputId(origin === undefined ? end.node : wayOut(origin), end.port);
    return linkOf(from, inputId(wayIn(node), portOf(member)), origin, portAt(nodes, end));
  });
}

/** The edges of a body: between its nodes, from `in`, and to `out`. */
function bodyLinks(node: GraphNode, body: BodyGraph, nodes: readonly GraphNode[]): Link[] {
  const given = bodyInputs(node, nodes);
  const link = ({ node: name, port }: Endpoint, to: string): Link => {
    const from = outputId(inside(node.name, name), port);
    if (name === BODY_INPUT) return linkOf(from, to, giverOf(node, port, nodes), given[port]);
    return linkOf(
      from,
      to,
      body.nodes.find((inner) => inner.name === name),
      portAt(body.nodes, { node: name, port }),
    );
  };
  const within = body.nodes.flatMap((inner) =>
    Object.entries(inner.inputs).map(([member, end]) =>
      link(end, inputId(inside(node.name, inner.name), portOf(member))),
    ),
  );
  const out = Object.entries(body.out).map(([port, end]) => link(end, inputId(inside(node.name, BODY_OUTPUT), port)));
  return [...within, ...out];
}

/** The node whose dimension letters apply to a port that a body reads: the node itself, or the node that feeds a further input. */
const giverOf = (node: GraphNode, port: string, nodes: readonly GraphNode[]): GraphNode | undefined =>
  node.operator.body?.in[port] === undefined ? nodes.find(({ name }) => name === node.inputs[port]?.node) : node;

/** The ports that a body can read: those of its operator, and the further inputs of the node. */
function bodyInputs(node: GraphNode, nodes: readonly GraphNode[]): Ports {
  const further = Object.entries(node.inputs).flatMap(([name, end]) => {
    const port = portAt(nodes, end);
    return port === undefined ? [] : [[name, port] as const];
  });
  return { ...Object.fromEntries(further), ...node.operator.body?.in };
}

function boxOf(node: GraphNode, nodes: readonly GraphNode[], linked: ReadonlySet<string>): Box {
  const further = Object.keys(node.inputs).filter((member) => !(portOf(member) in node.operator.in));
  const inputs = { ...node.operator.in, ...pick(bodyInputs(node, nodes), further) };
  const pins = {
    inputs: pinsOf(wayIn(node), inputs, inputId, linked),
    outputs: pinsOf(wayOut(node), node.operator.out, outputId, linked),
  };
  const title = titleOf(segments(node.name).at(-1) ?? node.name);
  const box = { id: node.name, title, subtitle: node.operator.id };
  if (node.body === undefined) return { ...box, ...pins, form: 'node', children: [] };
  const read = pinsOf(wayIn(node), bodyInputs(node, nodes), outputId, linked).filter((pin) => pin.linked);
  const given = pinsOf(wayOut(node), node.operator.body?.out ?? {}, inputId, linked);
  const children = bodyBoxes(node, node.body, { ...pins, read, given }, linked);
  return { ...box, form: 'body', inputs: [], outputs: [], children };
}

/** Pins of the two ends of a body: the node's inputs and outputs, and the values that the body reads and returns. */
type EndPins = Readonly<Record<'inputs' | 'outputs' | 'read' | 'given', readonly Pin[]>>;

function bodyBoxes(node: GraphNode, body: BodyGraph, pins: EndPins, linked: ReadonlySet<string>): Box[] {
  const end = (name: string): Omit<Box, 'inputs' | 'outputs'> => ({
    id: inside(node.name, name),
    form: 'end',
    title: name,
    subtitle: '',
    children: [],
  });
  return [
    { ...end(BODY_INPUT), inputs: pins.inputs, outputs: pins.read },
    ...body.nodes.map((inner) => boxOf({ ...inner, name: inside(node.name, inner.name) }, [], linked)).map(short),
    { ...end(BODY_OUTPUT), inputs: pins.given, outputs: pins.outputs },
  ];
}

/** The name of a body's node without the path of the body. */
const short = (box: Box): Box => ({ ...box, title: box.title.split('/').at(-1) ?? box.title });

const pick = (ports: Ports, names: readonly string[]): Ports =>
  Object.fromEntries(Object.entries(ports).filter(([name]) => names.includes(name)));

const pinsOf = (
  node: string,
  ports: Ports,
  idOf: (node: string, port: string) => string,
  linked: ReadonlySet<string>,
): Pin[] =>
  Object.entries(ports).map(([name, { kind }]) => {
    const id = idOf(node, name);
    return { id, name, kind: kind.name, linked: linked.has(id) };
  });

/** Put boxes whose names share a prefix into a group, at any depth: `level.0.solve` goes into `level[0]`. */
function grouped(boxes: readonly Box[], trail: readonly string[]): Box[] {
  const groups = new Map<string, Box[]>();
  for (const box of boxes) {
    const name = segments(box.id)[trail.length] ?? box.id;
    groups.set(name, [...(groups.get(name) ?? []), box]);
  }
  return [...groups].flatMap(([name, members]): Box[] => {
    const path = [...trail, name];
    const [first] = members;
    if (first !== undefined && segments(first.id).length === path.length) return members;
    const id = path.join('.');
    return [
      {
        id,
        form: 'group',
        title: titleOf(name),
        subtitle: '',
        inputs: [],
        outputs: [],
        children: grouped(members, path),
      },
    ];
  });
}

/** A copy's name as documents write it: `level.0` is `level[0]`. */
const titleOf = (name: string): string => name.replace(/\.(\d+)$/, '[$1]');

/** Split a name into groups and node: `level.0.solve` is `level.0`, `solve`. */
const segments = (name: string): string[] => name.split(/\.(?!\d+(?:\.|$))/);
