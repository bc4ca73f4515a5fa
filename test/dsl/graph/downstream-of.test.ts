import { expect, test } from '@jest/globals';
import { downstreamOf } from '../../../dsl/graph/downstream-of.js';
import { graphOf, workbench } from '../workbench.js';

test('a node knows all nodes that read it, through others too, and none besides', async () => {
  const nodes = `
count: { op: test.count, with: { to: 2 } }
slow: { op: test.slow, in: { a: count.out }, with: { turns: 1 } }
other: { op: test.count, with: { to: 3 } }
sink: { op: test.sink, in: { a: slow.out } }
far: { op: test.sink, in: { a: other.out } }`;
  const { nodes: all } = await graphOf(workbench(), nodes);
  expect(downstreamOf(all, 'count')).toMatchObject([
    { name: 'slow', op: 'test.slow', settings: { turns: 1 }, parameters: { turns: { name: 'int' } } },
    { name: 'sink', op: 'test.sink' },
  ]);
  expect(downstreamOf(all, 'sink')).toEqual([]);
});
