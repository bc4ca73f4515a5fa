import { expect, test } from '@jest/globals';
import { stoppedAt } from '../../../dsl/graph/stopped-at.js';
import type { Graph } from '../../../dsl/index.js';
import { graphOf, workbench } from '../workbench.js';

const NODES = `
count: { op: test.count, with: { to: 20 } }
pairs: { op: test.join, in: { a: count.out }, with: { size: 3, step: 3 } }
learn: { op: test.slow, in: { a: pairs.out } }
sink: { op: test.sink, in: { a: learn.out } }`;

/** The graph, whose node `learn` stopped at an item earlier. */
async function stopped(...stops: { item: number; complete: boolean }[]): Promise<Graph> {
  const graph = await graphOf(workbench(), NODES, 3);
  const able = ['learn', 'sink'].slice(0, Math.max(1, stops.length));
  const nodes = graph.nodes.map((node) => {
    const at = able.indexOf(node.name);
    return at < 0 ? node : { ...node, operator: { ...node.operator, stoppedAt: () => stops[at] } };
  });
  return { ...graph, nodes };
}

test('a run begins at the item of its source that the node had not seen: windows join several to one', async () => {
  expect(stoppedAt(await stopped({ item: 4, complete: false }))).toEqual({ item: 12, complete: false });
});

test('nothing to go on with is an error that says what was there', async () => {
  const graph = await graphOf(workbench(), NODES, 3);
  expect(() => stoppedAt(graph)).toThrow(/E_RESUME[^]*a document without training/);
  const none = await stopped();
  expect(() => stoppedAt(none)).toThrow(/E_RESUME[^]*got +none/);
  const apart = await stopped({ item: 4, complete: false }, { item: 5, complete: false });
  expect(() => stoppedAt(apart)).toThrow(/E_RESUME[^]*learn at item 12, sink at item 15/);
});
