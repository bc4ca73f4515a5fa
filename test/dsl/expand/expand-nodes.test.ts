import { describe, expect, test } from '@jest/globals';
import { edges, faultsOf, loaded, settings } from '../numbers.js';

const main = (nodes: string): Record<string, string> => ({
  'main.yaml': `hpdm: 1\nnodes:\n  one: { op: test.one }\n  ${nodes}\n  sink: { op: test.sink, in: { value: last.value } }`,
  'part.yaml': `hpdm: 1
in: { value: what is added to }
params: { by: { type: int, default: 1 } }
nodes: { add: { op: test.add, in: { value: in.value }, with: { by: '\${by}' } } }
out: { value: add.value }`,
});

describe('a node is', () => {
  test('an operator, by its own name', async () => {
    const graph = await loaded(main('last: { op: test.add, in: { value: one.value }, with: { by: 4 } }'));
    expect(edges(graph)).toContain('last: value ← one.value');
    expect(settings(graph, 'last')).toMatchObject({ by: 4 });
  });

  test('a graph, whose nodes have the name of the node before theirs', async () => {
    const graph = await loaded(main('last: { graph: part.yaml, in: { value: one.value }, with: { by: 7 } }'));
    expect(edges(graph)).toEqual(['one', 'last.add: value ← one.value', 'sink: value ← last.add.value']);
    expect(settings(graph, 'last.add')).toMatchObject({ by: 7 });
  });

  test('as many copies as a list has elements, each with its index and its item', async () => {
    const each =
      "row: { for: [10, 20], op: test.add, in: { value: one.value }, with: { by: '${item}', note: 'n ${index}' } }";
    const graph = await loaded(
      main(
        `${each}\n  last: { op: test.add, in: { value: 'row[last].value' } }\n  all: { op: test.show, in: { values: 'row[*].value' } }`,
      ),
    );
    expect([settings(graph, 'row.0'), settings(graph, 'row.1')]).toMatchObject([
      { by: 10, note: 'n 0' },
      { by: 20, note: 'n 1' },
    ]);
  });
});

test.each([
  ['last: { in: { value: one.value } }', /E_NODE/],
  ['last: { op: test.add, graph: part.yaml }', /E_NODE/],
  ['last: { for: 3, op: test.add }', /nodes\.last\.for {2}E_SHAPE/],
  ["last: { for: 'each of ${nope}', op: test.add }", /E_PARAM_UNKNOWN|E_FOR/],
  ['last: { graph: main.yaml }', /E_RECURSION/],
  ['last: { graph: part.yaml, in: { vaule: one.value } }', /E_INPUT_UNKNOWN[^]*did you mean "value"/],
])('%s is refused', async (nodes, message) => {
  expect(await faultsOf(main(nodes))).toMatch(message);
});
