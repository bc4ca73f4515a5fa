import { basename, join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Fault } from '../../../dsl/index.js';
import { documentOf, findGraph, readLibrary, usesOf } from '../../../dsl/document/library.js';
import { readSource } from '../../../dsl/document/read-source.js';
import { folderOf } from '../numbers.js';

const MAIN = `hpdm: 1
use: [mine.ts, mine.ts]
graphs: { own: { nodes: { a: { op: x.y } } } }
nodes:
  part: { graph: part.yaml }
  chain: { chain: [{ graph: other.yaml }] }`;
const PART = 'hpdm: 1\nnodes: { again: { graph: main.yaml }, inner: { graph: inner.yaml } }';
const LEAF = 'hpdm: 1\nuse: leaf.ts\nnodes: { a: { op: x.y } }';

function opened(files: Readonly<Record<string, string>>) {
  const source = readSource(join(folderOf(files), 'main.yaml'));
  const root = { source, document: documentOf(source) };
  const faults: Fault[] = [];
  return { root, library: readLibrary(root, faults), faults };
}
const FILES = { 'main.yaml': MAIN, 'part.yaml': PART, 'inner.yaml': LEAF, 'other.yaml': LEAF };

test('a library has every document that another leads to, once', () => {
  const { library, faults } = opened(FILES);
  expect([...library.keys()].map((file) => basename(file)).sort()).toEqual(Object.keys(FILES).sort());
  expect(faults).toEqual([]);
});

test('modules of operators are named once, whoever uses them', () => {
  expect(
    usesOf(opened(FILES).library)
      .map(({ file }) => basename(file))
      .sort(),
  ).toEqual(['leaf.ts', 'mine.ts']);
});

test('a document that is not there is a fault where it is named; one with faults of its own says who uses it', () => {
  const { library, faults } = opened({ 'main.yaml': MAIN, 'part.yaml': 'hpdm: 1' });
  expect(faults.map(({ code, path }) => [code, path])).toEqual(
    expect.arrayContaining([
      ['E_FILE', 'nodes.chain.chain[0].graph'],
      ['E_SHAPE', 'nodes'],
    ]),
  );
  expect(faults.find(({ code }) => code === 'E_SHAPE')?.usedBy).toMatch(/nodes\.part/);
  expect([...library.values()].filter((entry) => entry === undefined)).toHaveLength(2);
});

test('a graph is found by file or by its name in the document; another name says what there is', () => {
  const { root, library, faults } = opened(FILES);
  expect(findGraph(library, root, ['nodes', 'part', 'graph'], 'part.yaml', faults)?.document.nodes).toHaveProperty(
    'inner',
  );
  expect(findGraph(library, root, ['nodes', 'part', 'graph'], 'own', faults)?.trail).toEqual(['graphs', 'own']);
  expect(findGraph(library, root, ['nodes', 'part', 'graph'], 'onw', faults)).toBeUndefined();
  expect(faults).toMatchObject([{ code: 'E_GRAPH_UNKNOWN', got: '"onw"', try: 'did you mean "own"?' }]);
});

test('a cascade, or nothing, is no document', () => {
  const of = (text: string) => () => documentOf(readSource(join(folderOf({ 'main.yaml': text }), 'main.yaml')));
  expect(of('cascade: 1')).toThrow(/E_DOCUMENT[^]*a cascade[^]*--set cascade=/);
  expect(of('')).toThrow(/E_DOCUMENT[^]*an empty file/);
});
