import { describe, expect, test } from '@jest/globals';
import { load } from '../../../../dsl/index.js';
import { operators } from '../../../../operators/index.js';
import { diagramOf, type Box, type Diagram } from '../../../../pipelines/cli/draw/diagram.js';

const everyBox = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...everyBox(box.children)]);
const boxCalled = (diagram: Diagram, id: string): Box | undefined =>
  everyBox(diagram.boxes).find((box) => box.id === id);

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
    expect(names('level.1.solve/in', 'inputs')).toEqual(['canvas', 'coarser', 'slab', 'network', 'context']);
    expect(names('level.1.solve/out', 'inputs')).toContain('denoised');
    expect(names('level.1.solve/out', 'outputs')).toEqual(['video']);
    const to = (from: string) => diagram.links.filter((link) => link.from === from).map((link) => link.to);
    expect(to('level.1.noise>canvas')).toEqual(['level.1.solve/in<canvas']);
    const readers = ['level.1.encode<video', 'level.2.solve/in<coarser', 'sheet<videos'];
    expect(to('level.1.solve/out>video')).toEqual(readers);
  });

  test('dimensions stand on the edges, with their sizes where they are known', async () => {
    const { links } = diagramOf(await load('pipelines/sample.yaml', { count: 2 }, operators));
    const label = (to: string): readonly string[] | undefined => links.find((link) => link.to === to)?.label;
    expect(label('level.1.solve/in<canvas')).toEqual(['[B, n, H, W, C]', '[2, n, 32, 32, 1]']);
    expect(label('file<frames')?.[0]).toBe('[n, H, W, C]');
    const train = diagramOf(await load('pipelines/train.yaml', {}, operators));
    expect(train.links.find(({ to }) => to === 'checkpoint<training')?.label).toEqual([]);
  });
});
