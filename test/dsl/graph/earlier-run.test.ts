import { expect, test } from '@jest/globals';
import { earlierRun } from '../../../dsl/graph/earlier-run.js';
import { graphOf, workbench } from '../workbench.js';

const NODES = `
count: { op: test.count, with: { to: 20 } }
learn: { op: test.slow, in: { a: count.out } }
sink: { op: test.sink, in: { a: learn.out } }`;

test('there is an earlier run where a node has stopped; it is complete when all that stopped are', async () => {
  const graph = await graphOf(workbench(), NODES, 3);
  expect(earlierRun(graph)).toBeUndefined();
  const stopped = (complete: boolean) => ({
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      operator: { ...node.operator, stoppedAt: () => ({ item: 4, complete: complete || node.name !== 'sink' }) },
    })),
  });
  expect(earlierRun(stopped(true))).toEqual({ item: 4, complete: true });
  expect(earlierRun(stopped(false))).toEqual({ item: 4, complete: false });
});
