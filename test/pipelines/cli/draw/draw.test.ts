import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { load } from '../../../../dsl/index.js';
import { operators } from '../../../../operators/index.js';
import { diagramOf, type Box, type Diagram } from '../../../../pipelines/cli/draw/diagram.js';
import { toDot } from '../../../../pipelines/cli/draw/dot.js';
import { layOut, type Area, type Layout } from '../../../../pipelines/cli/draw/layout.js';
import { toMermaid } from '../../../../pipelines/cli/draw/mermaid.js';
import { toSvg } from '../../../../pipelines/cli/draw/svg.js';

const everyBox = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...everyBox(box.children)]);
const leaves = (diagram: Diagram): Box[] => everyBox(diagram.boxes).filter(({ children }) => children.length === 0);
const apart = (a: Area, b: Area): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
const boxCalled = (diagram: Diagram, id: string): Box | undefined =>
  everyBox(diagram.boxes).find((box) => box.id === id);

describe.each(['sample', 'train'])('the drawing of pipelines/%s.yaml', (name) => {
  let diagram: Diagram;
  let layout: Layout;
  const area = (id: string): Area => layout.areas.get(id) ?? { x: NaN, y: NaN, width: NaN, height: NaN };

  beforeAll(async () => {
    diagram = diagramOf(await load(`pipelines/${name}.yaml`, {}, operators));
    layout = layOut(diagram);
  });

  test('a box lies inside the one that holds it, and beside its siblings', () => {
    const inside = (a: Area, b: Area): boolean =>
      a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
    const wrong: string[] = [];
    const look = (siblings: readonly Box[], parent?: Box): void => {
      siblings.forEach((box, i) => {
        if (parent !== undefined && !inside(area(box.id), area(parent.id))) wrong.push(`${box.id} leaves ${parent.id}`);
        for (const other of siblings.slice(i + 1))
          if (!apart(area(box.id), area(other.id))) wrong.push(`${box.id} is on ${other.id}`);
        look(box.children, box);
      });
    };
    look(diagram.boxes);
    expect(wrong).toEqual([]);
  });

  test('every edge leads down from the middle of its output to the top of its input', () => {
    diagram.links.forEach(({ from, to }, i) => {
      const points = layout.routes[i]?.points ?? [];
      const [start, end] = [points[0], points.at(-1)];
      const [output, input] = [area(from), area(to)];
      expect(start?.x).toBeCloseTo(output.x + output.width / 2, 3);
      expect(start?.y).toBeCloseTo(output.y + output.height, 3);
      expect(end?.x).toBeCloseTo(input.x + input.width / 2, 3);
      expect(end?.y).toBeCloseTo(input.y, 3);
      const upwards = points.slice(1).filter(({ y }, k) => y < (points[k]?.y ?? NaN));
      expect({ from, to, upwards }).toEqual({ from, to, upwards: [] });
    });
  });

  test('no edge runs over a box', () => {
    const wrong = diagram.links.flatMap(({ from, to }, i) => {
      const points = layout.routes[i]?.points ?? [];
      // A line lies between its corners, whichever way it curves from one to the next
      const pieces = points.slice(1).map(({ x, y }, k) => {
        const before = points[k] ?? { x: NaN, y: NaN };
        return { x: Math.min(x, before.x), y: before.y, width: Math.abs(x - before.x), height: y - before.y };
      });
      return leaves(diagram)
        .filter(({ id }) => !pieces.every((piece) => apart(piece, area(id))))
        .map(({ id }) => `${from} to ${to} is on ${id}`);
    });
    expect(wrong).toEqual([]);
  });

  test('the labels of edges lie within the drawing, on no box, no pin and no other label', () => {
    const labels = layout.routes.flatMap(({ label }) => (label === undefined ? [] : [label]));
    expect(labels).toHaveLength(diagram.links.filter(({ label }) => label.length > 0).length);
    const pins = everyBox(diagram.boxes).flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
    const shapes = [...leaves(diagram), ...pins].map(({ id }) => area(id));
    labels.forEach((label, i) => {
      expect(label.x).toBeGreaterThanOrEqual(0);
      expect(label.x + label.width).toBeLessThanOrEqual(layout.width);
      const under = [...shapes, ...labels.slice(i + 1)].filter((shape) => !apart(label, shape));
      expect({ label, under }).toEqual({ label, under: [] });
    });
  });

  test('other programs can show it: the SVG is an image of the size it says', async () => {
    const svg = toSvg(diagram, layout);
    const { width, height } = await sharp(Buffer.from(svg)).metadata();
    expect({ width, height }).toEqual({ width: Math.ceil(layout.width), height: Math.ceil(layout.height) + 34 });
    for (const { title } of everyBox(diagram.boxes)) expect(svg).toContain(`>${title}<`);
  });

  test('it is the same drawing every time', () => {
    expect(toSvg(diagram, layOut(diagram))).toBe(toSvg(diagram, layout));
  });

  test('Graphviz finds every port that an edge of the dot file names', () => {
    const dot = toDot(diagram);
    for (const line of dot.split('\n').filter((line) => line.includes(' -> '))) {
      const ends = [...line.matchAll(/"([^"]*)":"([^"]*)":[ns]/g)].map(([, node = '', port = '']) => [node, port]);
      expect(ends).toHaveLength(2);
      for (const [node = '', port = ''] of ends) {
        const declared = dot.split('\n').find((other) => other.trimStart().startsWith(`"${node}" [label=<`));
        expect(declared).toContain(`port="${port}"`);
      }
    }
  });
});

test('a drawing is wide enough for its title', () => {
  const box = { id: 'read', form: 'node', title: 'read', subtitle: '', inputs: [], outputs: [], children: [] } as const;
  const title = 'a title of forty letters, give or take 1';
  expect(layOut({ title, file: 'a.yaml', boxes: [box], links: [] }).width).toBeGreaterThan(40 * 10);
});

describe('what a drawing shows', () => {
  test('levels are groups, and a body is inside the node that calls it', async () => {
    const diagram = diagramOf(await load('pipelines/sample.yaml', {}, operators));
    expect(diagram.boxes.filter(({ form }) => form === 'group').map(({ title }) => title)).toEqual([
      'level[0]',
      'level[1]',
      'level[2]',
    ]);
    const solve = boxCalled(diagram, 'level.1.solve');
    expect(solve).toMatchObject({ form: 'body', title: 'solve', subtitle: 'denoise.solve' });
    expect(solve?.children.map(({ title }) => title)).toEqual(['in', 'tiles', 'denoise', 'stitch', 'out']);
  });

  test('edges to a node with a body come to the way in of the body, and edges from it leave from the way out', async () => {
    const diagram = diagramOf(await load('pipelines/sample.yaml', {}, operators));
    expect(boxCalled(diagram, 'level.1.solve')).toMatchObject({ inputs: [], outputs: [] });
    const names = (id: string, side: 'inputs' | 'outputs') =>
      boxCalled(diagram, id)?.[side].flatMap(({ name, linked }) => (linked ? [name] : []));
    expect(names('level.1.solve/in', 'inputs')).toEqual(['canvas', 'network', 'context']);
    expect(names('level.1.solve/out', 'inputs')).toContain('denoised');
    expect(names('level.1.solve/out', 'outputs')).toEqual(['video']);
    const to = (from: string) => diagram.links.filter((link) => link.from === from).map((link) => link.to);
    expect(to('level.1.noise>canvas')).toEqual(['level.1.solve/in<canvas']);
    expect(to('level.1.solve/out>video')).toEqual(['level.1.encode<video', 'sheet<videos']);
  });

  test('dimensions stand on the edges, with their sizes where they are known', async () => {
    const { links } = diagramOf(await load('pipelines/sample.yaml', { count: 2 }, operators));
    const label = (to: string): readonly string[] | undefined => links.find((link) => link.to === to)?.label;
    expect(label('level.1.solve/in<canvas')).toEqual(['[B, F, H, W, C]', '[2, 8, 32, 32, 1]']);
    expect(label('file<frames')?.[0]).toBe('[F, H, W, C]');
    const train = diagramOf(await load('pipelines/train.yaml', {}, operators));
    expect(train.links.find(({ to }) => to === 'checkpoint<training')?.label).toEqual([]);
  });

  test('Mermaid: names with dots and slashes become its identifiers, groups its subgraphs', async () => {
    const mermaid = toMermaid(diagramOf(await load('pipelines/sample.yaml', {}, operators)));
    expect(mermaid).toContain('subgraph n_level_0["level[0]"]');
    expect(mermaid).toContain('n_level_0_noise -->|"canvas [9, 4, 16, 16, 1]"| n_level_0_solve');
    const opened = mermaid.split('\n').filter((line) => line.trim().startsWith('subgraph'));
    expect(mermaid.split('\n').filter((line) => line.trim() === 'end')).toHaveLength(opened.length);
  });
});
