import { createRequire } from 'node:module';
import type { Box, Diagram, Link, Pin } from './diagram.js';
import { straighten, type Stop, type Way } from './straighten.js';
import { entryOf } from '../../../dsl/index.js';

/** A point of the drawing, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle of the drawing, in pixels. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** The path of an edge from output to input: a curve from its first point to the second, a straight line down to the third, a curve to the fourth, … */
export interface Route {
  readonly points: readonly Point[];
  readonly label?: Area;
}

/** The positions of everything in a diagram: boxes and pins by id, links in the diagram's order. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly areas: ReadonlyMap<string, Area>;
  readonly routes: readonly Route[];
}

/** Font sizes in pixels. Identifiers use a fixed-width font, whose letters are 0.6 of its size wide. */
export const TYPE = { about: 17, file: 11, title: 13, subtitle: 10.5, pin: 10.5, label: 10 } as const;
/** Height of a pin, half of which lies outside its box. */
const PIN_HEIGHT = 18;
/** Distance of a frame's title from its left side, and the space between the two parts of the title. */
export const [FRAME_INDENT, TITLE_GAP] = [14, 9];
/** Space between an edge and its label. */
const LABEL_GAP = 3;
/** Space between pins. */
const PIN_GAP = 8;
const LETTER = 0.602;
const textWidth = (text: string, size: number): number => text.length * size * LETTER;

/** Space around the diagram, and above it for its title. */
const MARGIN = 28;
const TITLE = 40;

/** Space between ranks. Dagre puts labels in the middle of it, so one half must have room for the title of a frame. */
const OPTIONS = { rankdir: 'TB', ranksep: 66, nodesep: 20, edgesep: 10, marginx: MARGIN, marginy: MARGIN };

/** A box or a label as dagre places it: `x` and `y` are its centre. */
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of dagre that is used here; dagre's own declarations do not resolve from an ES module. */
interface DagreGraph {
  setGraph(options: typeof OPTIONS): void;
  setNode(id: string, size: { width: number; height: number }): void;
  setParent(id: string, parent: string): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  graph(): { readonly width: number; readonly height: number };
  node(id: string): Placed;
  edge(from: string, to: string, name: string): Edge;
}
interface Edge extends Placed {
  readonly points: readonly Point[];
}
interface Dagre {
  readonly Graph: new (options: { compound: boolean; multigraph: boolean }) => DagreGraph;
  layout(graph: DagreGraph): void;
}

/** Lay a diagram out from top to bottom with dagre's layered algorithm; the result depends only on the diagram. */
export function layOut({ title, file, boxes, links }: Diagram): Layout {
  const dagre = createRequire(import.meta.url)('@dagrejs/dagre') as Dagre;
  const graph = new dagre.Graph({ compound: true, multigraph: true });
  graph.setGraph(OPTIONS);
  for (const box of boxes) add(graph, box, 0);
  links.forEach((link, i) => graph.setEdge(nodeOf(link.from), nodeOf(link.to), labelOf(link), `${i}`));
  dagre.layout(graph);
  const { width: least, height } = graph.graph();
  const width = Math.max(least, 2 * MARGIN + Math.max(textWidth(title, TYPE.about), textWidth(file, TYPE.file)));
  const areas = new Map(boxes.flatMap((box) => areasOf(graph, box)));
  const laid = links.map((link, i) => {
    const edge = graph.edge(nodeOf(link.from), nodeOf(link.to), `${i}`);
    return { link, edge, way: wayOf(link, edge, areas) };
  });
  const edges = laid.map(({ edge }) => edge);
  straighten(
    laid.map(({ way }) => way),
    wallsOf(graph, boxes, edges, width),
  );
  const ranks = ranksOf([...leaves(boxes).map(({ id }) => graph.node(id)), ...edges]);
  const routes = laid.map(({ link, edge, way }) => routeOf(link, edge, way, areas, ranks));
  return { width, height: height + TITLE, areas, routes };
}

/** The box that a pin belongs to. */
const nodeOf = (pin: string): string => pin.split(/[<>]/)[0] ?? pin;

function labelOf({ label }: Link): object {
  if (label.length === 0) return { width: 0, height: 0 };
  const width = Math.max(...label.map((line) => textWidth(line, TYPE.label))) + 4;
  return { width, height: label.length * (TYPE.label + 3) + 3, labelpos: 'r', labeloffset: LABEL_GAP };
}

/** Add a box and its children. A frame is only as wide as its children, so its first child is at least `room` pixels wide, the width of the title. */
function add(graph: DagreGraph, box: Box, room: number): void {
  const { id, title, subtitle, children } = box;
  if (children.length === 0) {
    const text = Math.max(textWidth(title, TYPE.title), textWidth(subtitle, TYPE.subtitle)) + 28;
    const width = Math.ceil(Math.max(text, rowWidth(box.inputs) + 16, rowWidth(box.outputs) + 16, room));
    graph.setNode(id, { width, height: heightOf(box) + PIN_HEIGHT });
    return;
  }
  graph.setNode(id, { width: 0, height: 0 });
  children.forEach((child, i) => {
    add(graph, child, i === 0 ? Math.max(room, titleWidth(box)) : 0);
    graph.setParent(child.id, id);
  });
}

/** Width of a frame's title. */
const titleWidth = ({ title, subtitle }: Box): number =>
  textWidth(title, TYPE.title) + TITLE_GAP + textWidth(subtitle, TYPE.subtitle);
const heightOf = ({ form }: Box): number => (form === 'end' ? 46 : 58);
const pinWidth = ({ name }: Pin): number => Math.ceil(textWidth(name, TYPE.pin)) + 14;
const rowWidth = (pins: readonly Pin[]): number => pins.reduce((sum, pin) => sum + pinWidth(pin) + PIN_GAP, -PIN_GAP);

/** The positions of a box, its pins and its children. */
function areasOf(graph: DagreGraph, box: Box): [string, Area][] {
  const { x, y, width, height } = graph.node(box.id);
  const tall = box.children.length === 0 ? height - PIN_HEIGHT : height;
  const area = { x: x - width / 2, y: y - tall / 2 + TITLE, width, height: tall };
  return [
    [box.id, area],
    ...pinAreas(box.inputs, x, area.y),
    ...pinAreas(box.outputs, x, area.y + tall),
    ...box.children.flatMap((child) => areasOf(graph, child)),
  ];
}

/** Place pins in the order of their declaration, centred on one side of their box. */
function pinAreas(pins: readonly Pin[], middle: number, edge: number): [string, Area][] {
  let x = middle - rowWidth(pins) / 2;
  return pins.map((pin) => {
    const area = { x, y: edge - PIN_HEIGHT / 2, width: pinWidth(pin), height: PIN_HEIGHT };
    x += area.width + PIN_GAP;
    return [pin.id, area];
  });
}

/** Height of every rank, by the y of its middle; the tallest box or label decides it. */
type Ranks = ReadonlyMap<number, number>;

function ranksOf(placed: readonly Placed[]): Ranks {
  const heights = new Map<number, number>();
  for (const { y, height } of placed) heights.set(y, Math.max(heights.get(y) ?? 0, height));
  return heights;
}

/** An edge with the turns that dagre gives it at the ranks between its boxes; its label lies to the right of one of them. */
function wayOf({ from, to }: Link, edge: Edge, areas: Layout['areas']): Way {
  const [start, end] = [middleOf(entryOf(areas, from)), middleOf(entryOf(areas, to))];
  const rest = { left: 0, bundle: `${nodeOf(from)} ${nodeOf(to)}`, order: start + end };
  const turns = edge.points.slice(1, -1).map(({ x, y }) => ({
    ...rest,
    x,
    y,
    right: y === edge.y && edge.width > 0 ? LABEL_GAP + edge.width : 0,
  }));
  return { start, end, turns };
}

const middleOf = ({ x, width }: Area): number => x + width / 2;

/** The obstacles at every rank that edges must not cross: boxes, the sides and titles of frames, the sides of the drawing. */
function wallsOf(graph: DagreGraph, boxes: readonly Box[], edges: readonly Edge[], width: number): Stop[] {
  const solid = leaves(boxes).map(({ id }) => graph.node(id));
  const ys = [...new Set([...solid, ...edges.flatMap(({ points }) => points.slice(1, -1))].map(({ y }) => y))];
  const { height } = graph.graph();
  const all = { x: width / 2, y: height / 2, width: width - 2 * MARGIN, height };
  return [
    ...solid.map((box) => ({ x: box.x, y: box.y, left: box.width / 2, right: box.width / 2 })),
    ...sides(all, ys, 0),
    ...frames(boxes).flatMap((box) => sides(graph.node(box.id), ys, FRAME_INDENT + titleWidth(box))),
  ];
}

/** The two sides of a frame at every rank that it covers; at its upper edge, the left side is as wide as its title. */
const sides = (frame: Placed, ys: readonly number[], title: number): Stop[] =>
  ys.flatMap((y) => {
    const above = y - (frame.y - frame.height / 2);
    if (above < -0.5 || above > frame.height + 0.5) return [];
    const [left, right] = [frame.x - frame.width / 2, frame.x + frame.width / 2];
    return [
      { x: left, y, left: 0, right: above < 0.5 ? title : 0 },
      { x: right, y, left: 0, right: 0 },
    ];
  });

/** The points of an edge from pin to pin; it runs straight through the ranks in between. */
function routeOf({ from, to }: Link, edge: Edge, { turns }: Way, areas: Layout['areas'], ranks: Ranks): Route {
  const [output, input] = [entryOf(areas, from), entryOf(areas, to)];
  const between = turns.flatMap(({ x, y }) => {
    const half = (ranks.get(y) ?? 0) / 2; // a rank may have turns of edges alone
    return [
      { x, y: y + TITLE - half },
      { x, y: y + TITLE + half },
    ];
  });
  const start = { x: middleOf(output), y: output.y + output.height };
  const points = [start, ...between, { x: middleOf(input), y: input.y }];
  const turn = turns.find(({ y }) => y === edge.y);
  if (turn === undefined || edge.width === 0) return { points };
  const { width, height } = edge;
  return { points, label: { x: turn.x + LABEL_GAP, y: turn.y - height / 2 + TITLE, width, height } };
}

/** Boxes without children. */
const leaves = (boxes: readonly Box[]): Box[] =>
  boxes.flatMap((box) => (box.children.length === 0 ? [box] : leaves(box.children)));

/** Boxes with children. */
const frames = (boxes: readonly Box[]): Box[] =>
  boxes.flatMap((box) => (box.children.length === 0 ? [] : [box, ...frames(box.children)]));
