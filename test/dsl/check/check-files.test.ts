import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const copying = (pairs: Readonly<Record<string, readonly [from: string, to: string]>>) =>
  load(
    {
      hpdm: 1,
      nodes: Object.fromEntries(
        Object.entries(pairs).flatMap(([name, [from, to]]) => [
          [`read-${name}`, { op: 'video.read', with: { path: join(folder, from) } }],
          [name, { op: 'video.write', in: { frames: `read-${name}.frames` }, with: { path: join(folder, to) } }],
        ]),
      ),
    },
    {},
    operators,
  );

test('two nodes that write to one place are refused, also through a link and another spelling', async () => {
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  const twice = copying({ a: ['in.mp4', 'real/x.mp4'], b: ['in.mp4', 'link/../real/./x.mp4'] });
  await expect(twice).rejects.toMatchObject({ code: 'E_WRITTEN_TWICE', exitCode: 2 });
  await expect(copying({ a: ['in.mp4', 'real/f/'], b: ['in.mp4', 'link/f/%05d.png'] })).rejects.toMatchObject({
    message: expect.stringContaining('which "a" writes, too'),
  });
  expect((await copying({ a: ['in.mp4', 'real/x.mp4'], b: ['in.mp4', 'real/y.mp4'] })).nodes.length).toBe(4);
});

test('a node that writes to what is read is refused, after links are resolved', async () => {
  writeFileSync(join(folder, 'in.mp4'), '');
  symlinkSync(join(folder, 'in.mp4'), join(folder, 'same.mp4'));
  await expect(copying({ a: ['in.mp4', 'same.mp4'] })).rejects.toMatchObject({ code: 'E_OWN_INPUT', exitCode: 2 });
});

test.each([
  ['one of the pictures that it replaces', 'shot/00001.png', 'shot/'],
  ['them by another pattern', 'shot/%04d.png', 'shot/'],
  ['a segment of the playlist that it writes', 'live/page-00003.ts', 'live/page.m3u8'],
])('a node that reads %s is refused', async (_, from, to) => {
  await expect(copying({ a: [from, to] })).rejects.toMatchObject({ code: 'E_OWN_INPUT', exitCode: 2 });
});

test('so are two nodes of which one replaces what the other writes, and sound that is read from the output', async () => {
  const both = copying({ a: ['in.mp4', 'live/page.m3u8'], b: ['in.mp4', 'live/page-00000.ts'] });
  await expect(both).rejects.toMatchObject({ code: 'E_WRITTEN_TWICE' });
  expect((await copying({ a: ['shot/a-1.png', 'shot/b-%d.png'] })).nodes.length).toBe(2);
  const nodes = {
    clip: { op: 'video.read', with: { path: 'a.mp4' } },
    file: { op: 'video.write', in: { frames: 'clip.frames' }, with: { path: 'b.mp4', audio: './b.mp4' } },
  };
  await expect(load({ hpdm: 1, nodes }, {}, operators)).rejects.toMatchObject({ code: 'E_OWN_INPUT' });
});

test('copies of a node get the advice to number what they write', async () => {
  const document = {
    hpdm: 1 as const,
    nodes: {
      each: {
        for: ['a.mp4', 'b.mp4'],
        chain: [
          { op: 'video.read', with: { path: '${item}' } },
          { op: 'video.write', with: { path: 'o/same.mp4' } },
        ],
      },
    },
  };
  await expect(load(document, {}, operators)).rejects.toMatchObject({
    message: expect.stringContaining('o/same-${index}.mp4'),
  });
});

const written = (nodes: object, more: object = {}) =>
  load(
    {
      hpdm: 1,
      nodes: { clip: { op: 'video.read', with: { path: 'in.mp4' } }, ...nodes },
      graphs: {
        part: {
          in: { frames: 'frames' },
          nodes: {
            file: { ...more, op: 'video.write', in: { frames: 'in.frames' }, with: { path: 'o/g.mp4' } },
          },
        },
      },
    },
    {},
    operators,
  );
const part = { graph: 'part', in: { frames: 'clip.frames' } };
const OF_GRAPH = 'a parameter of the graph for "path", with another value at each node that uses the graph';

test.each<[string, () => Promise<unknown>, string, string]>([
  ['two nodes with one graph', () => written({ a: part, b: part }), '"a.file"', OF_GRAPH],
  ['copies of a graph', () => written({ a: { ...part, for: [1, 2] } }), 'another copy of the node', OF_GRAPH],
  [
    'copies within a graph',
    () => written({ a: part }, { for: [1, 2] }),
    'another copy of the node',
    'a name for each copy: o/g-${index}.mp4',
  ],
  [
    'copies of a graph that is repeated by a node with the name of its own',
    () => written({ file: { ...part, for: [1, 2] } }),
    'another copy of the node',
    OF_GRAPH,
  ],
])('%s that write to one place get advice that can be followed', async (_, loading, by, advice) => {
  await expect(loading()).rejects.toMatchObject({
    faults: [
      expect.objectContaining({ code: 'E_WRITTEN_TWICE', got: `o/g.mp4, which ${by} writes, too`, try: advice }),
    ],
  });
});
