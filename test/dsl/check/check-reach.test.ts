import { expect, test } from '@jest/globals';
import { edges, faultsOf, loaded } from '../numbers.js';

const main = (more: string): Record<string, string> => ({
  'main.yaml': `hpdm: 1\nnodes:\n  one: { op: test.one }\n  ${more}`,
});
const SINK = 'sink: { op: test.sink, in: { value: one.value } }';

test('what reaches a sink, or an output of the document, is read', async () => {
  expect(await faultsOf(main(SINK))).toBe('nothing');
  expect(await faultsOf(main('two: { op: test.one }\nout: { a: one.value, b: two.value }'))).toBe('nothing');
});

test('a node that nobody reads is said where it is written', async () => {
  expect(await faultsOf(main(`${SINK}\n  add: { op: test.add, in: { value: one.value } }`))).toMatch(
    /main\.yaml:5:3 {2}nodes\.add {2}E_UNREACHABLE[^]*add\.value/,
  );
});

test('copies of a repeated node that nobody reads are left out in silence', async () => {
  const graph = await loaded(
    main("row: { for: [1, 2], op: test.add, in: { value: one.value } }\nout: { a: 'row[0].value' }"),
  );
  expect(edges(graph)).toEqual(['one', 'row.0: value ← one.value']);
});

test('a document that does nothing is refused', async () => {
  expect(await faultsOf({ 'main.yaml': 'hpdm: 1\nnodes: { one: { op: test.one } }' })).toMatch(/E_NO_SINK/);
});
