import { describe, expect, test } from '@jest/globals';
import { edges, faultsOf, loaded } from '../numbers.js';

/** Numbers one after the other, as many as `n` has, and one that reads them by a reference. */
const main = (reference: string): string => `hpdm: 1
params: { n: { type: list, of: int, default: [1, 2, 3] } }
nodes:
  one: { op: test.one }
  row: { for: 'each of \${n}', op: test.sum, in: { left: one.value, right: 'row[<].value' } }
  show: { op: test.show, in: { values: ${reference} } }`;
const shown = async (reference: string, given = {}): Promise<string | undefined> =>
  edges(await loaded({ 'main.yaml': main(reference) }, given)).find((edge) => edge.startsWith('show'));

describe('a reference', () => {
  test('leads to one copy of a repeated node, or to all', async () => {
    expect(await shown("'row[last].value'")).toMatch(/← row\.2\.value$/);
    expect(await shown("'row[0].value'")).toMatch(/← row\.0\.value$/);
    expect(await shown("'row[*].value'")).toMatch(/row\.0\.value.*row\.1\.value.*row\.2\.value/);
    expect(await shown("[one.value, 'row[1].value']")).toMatch(/one\.value.*row\.1\.value/);
  });

  test('to the copy before leads nowhere in the first copy', async () => {
    const graph = await loaded({ 'main.yaml': main("'row[*].value'") });
    expect(edges(graph).filter((edge) => edge.startsWith('row'))).toEqual([
      'row.0: left ← one.value',
      'row.1: left ← one.value, right ← row.0.value',
      'row.2: left ← one.value, right ← row.1.value',
    ]);
  });

  test('leads to what stands after else where there are no copies', async () => {
    expect(await shown("'row[last].value else one.value'")).toMatch(/← row\.2\.value$/);
    expect(await shown("'row[last].value else one.value'", { n: [] })).toMatch(/← one\.value$/);
    expect(await shown("'row[0].value else one.value'", { n: [] })).toMatch(/← one\.value$/);
    expect(await shown("['row[last].value else none', one.value]", { n: [] })).toMatch(/← one\.value$/);
    expect(await faultsOf({ 'main.yaml': main("'row[last].value'") }, { n: [] })).toMatch(
      /E_REFERENCE[^]*whose "for" is over an empty list[^]*try +row\[last\]\.value else NODE\.PORT, or row\[\*\]\.value/,
    );
  });

  test.each([
    ['on.value', /E_REFERENCE[^]*the name of a node[^]*did you mean "one\.value"/],
    ['one', /E_REFERENCE[^]*node\.port[^]*try +one\.value/],
    ["'one[0].value'", /E_REFERENCE[^]*the node "one" has no "for"/],
    ['row.value', /E_REFERENCE[^]*try +row\[last\]\.value, or row\[\*\]\.value/],
    ["'row[3].value'", /E_REFERENCE[^]*copy 0 to 2/],
    ["'row[<].value'", /E_REFERENCE[^]*only in a node with "for"/],
    ['in.value', /E_REFERENCE[^]*an input of this graph/],
  ])('%s is refused with what would do', async (reference, message) => {
    expect(await faultsOf({ 'main.yaml': main(reference) })).toMatch(message);
  });
});
