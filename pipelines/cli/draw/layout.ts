import { createRequire } from 'node:module';
import type { ELK, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import type { Box, Diagram, Link, Pin } from './diagram.js';

/** A point of the drawing, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where something lies. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** An edge's corners from output to input, and where its label lies. */
export interface Route {
  readonly points: readonly Point[];
  readonly label?: Area;
}

/** Where everything of a diagram lies: boxes and pins by id, links in their order. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly areas: ReadonlyMap<string, Area>;
  readonly routes: readonly Route[];
}

/** Sizes of the type, in pixels: identifiers are set in a fixed-width face, whose letters are 0.6 of its size wide. */
export const TYPE = { title: 13, subtitle: 10.5, pin: 10.5, label: 10 } as const;
/** Height of a pin; half of it stands out of its box. */
export const PIN_HEIGHT = 18;

const LETTER = 0.602;
const textWidth = (text: string, size: number): number => text.length * size * LETTER;

const OPTIONS: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '3',
  'elk.spacing.portPort': '6',
  'elk.padding': '[top=64,left=28,bottom=28,right=28]',
};

/** Padding of a box that holds others: its title stands above them. */
const GROUP_PADDING = '[top=40,left=18,bottom=18,right=18]';
const BODY_PADDING = '[top=54,left=18,bottom=26,right=18]';

/** Lay a diagram out from top to bottom with ELK's layered algorithm; the same diagram always lies the same way. */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const Elk = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as new () => ELK;
  const root: ElkNode = {
    id: 'diagram',
    layoutOptions: OPTIONS,
    children: diagram.boxes.map(toElk),
    edges: diagram.links.map((link, index) => ({
      id: `edge ${index}`,
      sources: [link.from],
      targets: [link.to],
      labels: labelsOf(link),
    })),
  };
  return read(await new Elk().layout(root));
}

function labelsOf({ label }: Link): { text: string; width: number; height: number }[] {
  if (label.length === 0) return [];
  const width = Math.max(...label.map((line) => textWidth(line, TYPE.label))) + 8;
  return [{ text: label.join('\n'), width, height: label.length * (TYPE.label + 3) + 3 }];
}

function toElk(box: Box): ElkNode {
  const { id, form, title, subtitle, inputs, outputs, children } = box;
  const ports = [...inputs.map((pin) => portOf(pin, 'NORTH')), ...outputs.map((pin) => portOf(pin, 'SOUTH'))];
  const rows = [inputs, outputs].map((pins) => pins.reduce((sum, { name }) => sum + pinWidth(name) + 8, 8));
  const width = Math.max(textWidth(title, TYPE.title) + 28, textWidth(subtitle, TYPE.subtitle) + 28, ...rows);
  const options: LayoutOptions =
    form === 'group' ? {} : { 'elk.portConstraints': 'FIXED_ORDER', 'elk.spacing.portPort': '6' };
  if (children.length === 0) {
    const height = form === 'end' ? 40 : 58;
    return { id, width: Math.ceil(width), height, ports: indexed(ports), layoutOptions: options };
  }
  const padding = form === 'body' ? BODY_PADDING : GROUP_PADDING;
  const minimum = {
    'elk.nodeSize.constraints': '[PORTS, MINIMUM_SIZE]',
    'elk.nodeSize.minimum': `(${Math.ceil(width)}, 60)`,
  };
  return {
    id,
    ports: indexed(ports),
    children: children.map(toElk),
    layoutOptions: { ...options, ...minimum, 'elk.padding': padding },
  };
}

const pinWidth = (name: string): number => Math.ceil(textWidth(name, TYPE.pin)) + 14;

const portOf = ({ id, name }: Pin, side: 'NORTH' | 'SOUTH'): ElkPort => ({
  id,
  width: pinWidth(name),
  height: PIN_HEIGHT,
  layoutOptions: { 'elk.port.side': side, 'elk.port.borderOffset': `${-PIN_HEIGHT / 2}` },
});

/** Ports in the order they were declared, from left to right: ELK counts clockwise. */
function indexed(ports: readonly ElkPort[]): ElkPort[] {
  const north = ports.filter(({ layoutOptions }) => layoutOptions?.['elk.port.side'] === 'NORTH');
  const south = ports.filter(({ layoutOptions }) => layoutOptions?.['elk.port.side'] === 'SOUTH').reverse();
  return [...north, ...south].map((port, index) => ({
    ...port,
    layoutOptions: { ...port.layoutOptions, 'elk.port.index': `${index}` },
  }));
}

function read(root: ElkNode): Layout {
  const areas = new Map<string, Area>();
  const visit = (node: ElkNode): void => {
    for (const shape of [node, ...(node.ports ?? [])]) {
      areas.set(shape.id, { x: shape.x ?? 0, y: shape.y ?? 0, width: shape.width ?? 0, height: shape.height ?? 0 });
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  const routes = (root.edges ?? []).map(({ sections = [], labels = [] }): Route => {
    const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint,
    ]);
    const [label] = labels;
    if (label === undefined) return { points };
    const { x = 0, y = 0, width = 0, height = 0 } = label;
    return { points, label: { x, y, width, height } };
  });
  return { width: root.width ?? 0, height: root.height ?? 0, areas, routes };
}
