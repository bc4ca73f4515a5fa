import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { load } from '../../../../index.js';
import { collapse } from '../../../../pipelines/cli/draw/collapse.js';
import { diagramOf } from '../../../../pipelines/cli/draw/diagram.js';
import { layOut, TYPE } from '../../../../pipelines/cli/draw/layout.js';
import { toSvg } from '../../../../pipelines/cli/draw/svg.js';
import type { Diagram } from '../../../../pipelines/cli/draw/diagram.js';

const drawn = async (...args: Parameters<typeof load>): Promise<Diagram> => collapse(diagramOf(await load(...args)));
const linksOf = ({ links }: Diagram): string[] => links.map(({ from, to }) => `${from} → ${to}`).sort();

test.each(['mnist', 't2v'])('the levels of sample.yaml with %s are one box, with every edge once', async (cascade) => {
  const diagram = await drawn('sample', { cascade });
  expect(diagram.boxes.map(({ id, form }) => `${id} ${form}`)).toEqual([
    'slabs node',
    'model node',
    'level stack',
    'frames node',
    'file node',
    'sheet node',
  ]);
  expect(linksOf(diagram)).toEqual([
    'frames>frames → file<frames',
    'level>video → frames<video',
    'level>video → sheet<videos',
    'model>network → level<network',
    'slabs>slab → frames<slab',
    'slabs>slab → level<slab',
    'slabs>slab → sheet<slab',
  ]);
  const count = cascade === 't2v' ? 4 : 3;
  expect(diagram.boxes[2]?.subtitle).toBe(`${count} copies of 4 nodes, one after another`);
});

test('four levels fit on a screen, at a size at which the text can be read', async () => {
  const diagram = await drawn('sample', { cascade: 'emoji' });
  expect(diagram.boxes[2]?.subtitle).toBe('4 copies of 4 nodes, one after another');
  const { width, height } = await sharp(Buffer.from(toSvg(diagram, layOut(diagram)))).metadata();
  expect({ width, height }).toEqual({ width: 599, height: 719 });
  expect(Math.min(...Object.values(TYPE))).toBeGreaterThanOrEqual(10);
});

test('sizes that differ between the copies are left out, those that do not stay', async () => {
  const { links } = await drawn('sample', { cascade: 'mnist' });
  const labels = new Map(links.map(({ to, label }) => [to, label.length]));
  expect(labels.get('sheet<videos')).toBe(1);
  expect(labels.get('frames<video')).toBe(2);
});

test('copies of an operator, a chain and a sub-graph alone are one box each', async () => {
  const write = (path: string) => ({ op: 'video.write', with: { path } });
  const read = { op: 'video.read', with: { path: 'in.mp4' } };
  const { boxes } = await drawn({
    hpdm: 1,
    nodes: {
      clip: read,
      each: { for: ['a', 'b'], ...write('${item}.mp4'), in: { frames: 'clip.frames' } },
      gif: { chain: [read, write('a.gif')] },
      part: { graph: 'copy' },
    },
    graphs: { copy: { nodes: { clip: read, file: { ...write('c.mp4'), in: { frames: 'clip.frames' } } } } },
  });
  expect(boxes.map(({ title, subtitle }) => `${title}: ${subtitle}`)).toEqual([
    'clip: video.read',
    'each: 2 copies of video.write',
    'gif: 2 nodes',
    'part: 2 nodes',
  ]);
});

test('every pin of a link is a pin of a box', async () => {
  const { boxes, links } = await drawn(join(process.cwd(), 'pipelines/sample-classes.yaml'));
  const pins = new Set(boxes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs].map(({ id }) => id)));
  expect(links.flatMap(({ from, to }) => [from, to]).filter((id) => !pins.has(id))).toEqual([]);
});
