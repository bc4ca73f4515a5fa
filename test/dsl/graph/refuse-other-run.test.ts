import { expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/fault/fault.js';
import { refuseOtherRun } from '../../../dsl/graph/refuse-other-run.js';
import { graphOf, workbench } from '../workbench.js';

const NODES = `
count: { op: test.count, with: { to: 20 } }
learn: { op: test.slow, in: { a: count.out } }
sink: { op: test.sink, in: { a: learn.out } }`;

test('every node that stopped earlier sees what it reads and the seed, and all differences are told at once', async () => {
  const graph = await graphOf(workbench(), NODES, 3);
  const seen: unknown[] = [];
  const others = (stopped: readonly string[]) => ({
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      operator: {
        ...node.operator,
        stoppedAt: () => (stopped.includes(node.name) ? { item: 1, complete: true } : undefined),
        refuseOther: (_: unknown, upstream: readonly { readonly name: string }[], seed: number) => {
          seen.push([upstream.map(({ name }) => name), seed]);
          throw new HpdmError({ code: 'E_CHECKPOINT_SEED', got: node.name });
        },
      },
    })),
  });
  expect(() => refuseOtherRun(others([]), 7)).not.toThrow();
  const faults = ['learn', 'sink'].map((got) => expect.objectContaining({ got }));
  expect(() => refuseOtherRun(others(['learn', 'sink']), 7)).toThrow(expect.objectContaining({ faults }));
  expect(seen).toEqual([
    [['count'], 7],
    [['count', 'learn'], 7],
  ]);
});
