import { isRight } from 'fp-ts/lib/Either.js';
import { expect, test } from '@jest/globals';
import { documentCodec } from '../../../dsl/document/pipeline-document.js';

const fits = (document: unknown): boolean => isRight(documentCodec.decode(document));
const nodes = { clip: { op: 'video.read', in: { a: 'b.c', more: ['d.e', 'f.g'] }, with: { size: 1 } } };

test('a document has a version and nodes; the rest may be left out', () => {
  expect(fits({ hpdm: 1, nodes })).toBe(true);
  expect(
    fits({
      hpdm: 1,
      about: 'a clip',
      use: 'mine.ts',
      params: { size: { type: 'int', default: 5, min: 1, unit: 'pixels' } },
      limits: { inFlight: 2, memory: '1GiB' },
      graphs: { part: { nodes } },
      nodes: { ...nodes, row: { for: 'levels of ${cascade}', chain: [{ op: 'a.b' }, { graph: 'part' }] } },
      out: { clip: 'clip.video' },
    }),
  ).toBe(true);
});

test.each([
  ['no version', { nodes }],
  ['another version', { hpdm: 2, nodes }],
  ['no nodes', { hpdm: 1 }],
  ['a key that is not known', { hpdm: 1, nodes, node: {} }],
  ['a name that no reference could have', { hpdm: 1, nodes: { 'a.b': { op: 'x.y' } } }],
  ['a node by the name that inputs have', { hpdm: 1, nodes: { in: { op: 'x.y' } } }],
  ['a parameter of no type', { hpdm: 1, nodes, params: { size: { type: 'integer' } } }],
  ['a memory without a unit', { hpdm: 1, nodes, limits: { memory: 2048 } }],
])('%s does not fit', (_, document) => {
  expect(fits(document)).toBe(false);
});
