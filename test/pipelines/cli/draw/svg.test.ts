import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { load } from '../../../../dsl/index.js';
import { operators } from '../../../../operators/index.js';
import { diagramOf, type Box } from '../../../../pipelines/cli/draw/diagram.js';
import { layOut } from '../../../../pipelines/cli/draw/layout.js';
import { toSvg } from '../../../../pipelines/cli/draw/svg.js';

const everyBox = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...everyBox(box.children)]);

test.each(['sample', 'train'])(
  'other programs can show the drawing of %s.yaml: it is an image of the size it says',
  async (name) => {
    const diagram = diagramOf(await load(`pipelines/${name}.yaml`, {}, operators));
    const layout = layOut(diagram);
    const svg = toSvg(diagram, layout);
    const { width, height } = await sharp(Buffer.from(svg)).metadata();
    expect({ width, height }).toEqual({ width: Math.ceil(layout.width), height: Math.ceil(layout.height) + 34 });
    for (const { title } of everyBox(diagram.boxes)) expect(svg).toContain(`>${title}<`);
  },
);
