import { beforeAll, describe, expect, test } from '@jest/globals';
import { load } from '../../../../dsl/index.js';
import { operators } from '../../../../operators/index.js';
import { diagramOf, type Box, type Diagram } from '../../../../pipelines/cli/draw/diagram.js';
import { layOut, type Area, type Layout } from '../../../../pipelines/cli/draw/layout.js';

const everyBox = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...everyBox(box.children)]);
const leaves = (diagram: Diagram): Box[] => everyBox(diagram.boxes).filter(({ children }) => children.length === 0);
const apart = (a: Area, b: Area): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

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

  test('it is the same drawing every time', () => {
    expect(layOut(diagram)).toEqual(layout);
  });
});

test('a drawing is wide enough for its title', () => {
  const box = { id: 'read', form: 'node', title: 'read', subtitle: '', inputs: [], outputs: [], children: [] } as const;
  const title = 'a title of forty letters, give or take 1';
  expect(layOut({ title, file: 'a.yaml', boxes: [box], links: [] }).width).toBeGreaterThan(40 * 10);
});
