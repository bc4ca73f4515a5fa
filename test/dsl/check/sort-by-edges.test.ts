import { expect, test } from '@jest/globals';
import { edges, faultsOf, loaded } from '../numbers.js';

const main = (nodes: string): Record<string, string> => ({ 'main.yaml': `hpdm: 1\nnodes:\n${nodes}` });

test('nodes run after those they read, however they are written', async () => {
  const graph = await loaded(
    main(`  sink: { op: test.sink, in: { value: add.value } }
  add: { op: test.add, in: { value: one.value } }
  one: { op: test.one }`),
  );
  expect(edges(graph).map((edge) => edge.split(':')[0])).toEqual(['one', 'add', 'sink']);
});

test('nodes that wait for each other are shown as the data would flow', async () => {
  const said = await faultsOf(
    main(`  a: { op: test.add, in: { value: c.value } }
  b: { op: test.add, in: { value: a.value } }
  c: { op: test.add, in: { value: b.value } }
  sink: { op: test.sink, in: { value: c.value } }`),
  );
  expect(said).toMatch(/E_CYCLE[^]*got +a \(line 3\) → b \(line 4\) → c \(line 5\) → a/);
});

test('a node that reads itself is a cycle too', async () => {
  expect(await faultsOf(main('  a: { op: test.sum, in: { left: a.value } }'))).toMatch(/E_CYCLE[^]*a \(line 3\) → a/);
});
