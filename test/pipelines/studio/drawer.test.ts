import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { load, type Graph } from '../../../index.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { Drawer } from '../../../pipelines/studio/drawer.js';
import type { Drawing } from '../../../pipelines/studio/protocol.js';

const file = builtIn('sample.yaml');
const document = { file, text: readFileSync(file, 'utf8') };
let graph: Graph;
beforeAll(async () => {
  graph = await load('sample');
});
const drawn = (...open: readonly string[]): Drawing =>
  new Drawer().draw(graph, new Set(open), document, (path) => path.split('/').at(-1) ?? path);

test('at first, the levels are one box', () => {
  const { svg, folded, unfolded } = drawn();
  expect({ folded, unfolded }).toEqual({ folded: ['level'], unfolded: [] });
  expect(svg).toContain('3 copies of 4 nodes');
  expect(svg).not.toContain('level.0');
});

test('unfolded, they are boxes in a frame; one of them shows its nodes', () => {
  expect(drawn('level')).toMatchObject({ folded: ['level.0', 'level.1', 'level.2'], unfolded: ['level'] });
  const { svg, folded, unfolded } = drawn('level', 'level.1');
  expect({ folded, unfolded }).toEqual({ folded: ['level.0', 'level.2'], unfolded: ['level', 'level.1'] });
  expect(svg).toContain('data-box="level.1.solve/denoise"');
});

test('edges into what is folded end at its box, with their sizes', () => {
  const { svg } = drawn('level');
  // the video of level 0 is the input of level 1
  expect(svg.match(/>coarser</g)).toHaveLength(2);
  expect(svg).toContain('>[3, m, 16, 16, 1]<');
  expect(svg).not.toContain('>solve<');
});

test('a box leads to the line where it is written, in whichever file', () => {
  const { spots } = drawn('level', 'level.0');
  const lineOf = (name: string, pattern: RegExp): number =>
    readFileSync(builtIn(name), 'utf8')
      .split('\n')
      .findIndex((line) => pattern.test(line)) + 1;
  expect(spots['slabs']).toEqual({ file: 'sample.yaml', line: lineOf('sample.yaml', /^ {2}slabs:/) });
  expect(spots['level']).toEqual({ file: 'sample.yaml', line: lineOf('sample.yaml', /^ {2}level:/) });
  expect(spots['level.0.solve']).toEqual({ file: 'level.yaml', line: lineOf('level.yaml', /^ {2}solve:/) });
});

test('the same graph is not laid out again', () => {
  const drawer = new Drawer();
  const draw = (open: ReadonlySet<string>) => drawer.draw(graph, open, document, (path) => path);
  const all = new Set(['level', 'level.0', 'level.1', 'level.2']);
  const timeOf = (work: () => unknown): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const first = timeOf(() => draw(all));
  const again = timeOf(() => draw(all));
  expect(again).toBeLessThan(first / 2);
});
