import { expect, test } from '@jest/globals';
import { upstreamOf } from '../../../dsl/graph/upstream-of.js';
import { graphOf, workbench } from '../workbench.js';

test('a node knows all nodes that it reads, through others too, and none besides', async () => {
  const nodes = `
count: { op: test.count, with: { to: 2 } }
slow: { op: test.slow, in: { a: count.out }, with: { turns: 1 } }
other: { op: test.count, with: { to: 3 } }
sink: { op: test.sink, in: { a: slow.out } }
far: { op: test.sink, in: { a: other.out } }`;
  const graph = await graphOf(workbench(), nodes);
  const names = upstreamOf(graph.nodes, 'sink').map(({ name, op }) => [name, op]);
  expect(names).toEqual([
    ['count', 'test.count'],
    ['slow', 'test.slow'],
  ]);
  expect(upstreamOf(graph.nodes, 'slow')).toMatchObject([{ settings: { to: 2 }, parameters: { to: { name: 'int' } } }]);
});
