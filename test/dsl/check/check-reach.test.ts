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

test('what stands after else alone is left out where no copy is missing, and read where one is', async () => {
  const fallback = main(
    `row: { for: 'each of \${n}', op: test.add, in: { value: one.value } }
  other: { op: test.one }
  first: { op: test.sink, in: { value: 'row[0].value' } }
  sink: { op: test.sink, in: { value: 'row[1].value else other.value' } }
params: { n: { type: list, of: int, default: [1, 2] } }`,
  );
  const whole = edges(await loaded(fallback));
  expect(whole).toContain('sink: value ← row.1.value');
  expect(whole).not.toContain('other');
  const [missing] = edges(await loaded(fallback, { n: [1] })).filter((edge) => edge.startsWith('sink'));
  expect(missing).toBe('sink: value ← other.value');
});
