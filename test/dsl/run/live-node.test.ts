import { expect, test } from '@jest/globals';
import { run } from '../../../dsl/index.js';
import { graphOf, workbench } from '../workbench.js';

const COUNT = 'count: { op: test.count, with: { to: 3 } }\n';
const SINK = 'sink: { op: test.sink, in: { a: count.out } }';

test('a stage is opened before its first item and closed after its last', async () => {
  const bench = workbench();
  await run(await graphOf(bench, `${COUNT}${SINK}`));
  expect(bench.seen).toEqual([1, 2, 3]);
  expect(bench.log).toEqual(['open sink', 'closed count', 'done sink']);
});

test('a stage whose run failed is aborted, not closed', async () => {
  const bench = workbench({ node: 'sink', where: 'call', item: 2, late: true });
  await expect(run(await graphOf(bench, `${COUNT}${SINK}`))).rejects.toMatchObject({ code: 'E_OPERATOR_FAILED' });
  expect(bench.log).toContain('abort sink');
  expect(bench.log).not.toContain('done sink');
});

test('streams of different lengths end with the shortest, and the node that joins them says so', async () => {
  const bench = workbench();
  const more = 'more: { op: test.count, with: { to: 5 } }\nadd: { op: test.add, in: { a: count.out, b: more.out } }\n';
  const warnings: string[] = [];
  await run(await graphOf(bench, `${COUNT}${more}sink: { op: test.sink, in: { a: add.out } }`), {
    onEvent: (event) => {
      if (event.type === 'warning') warnings.push(`${event.node}: ${event.message}`);
    },
  });
  expect(bench.seen).toEqual([2, 4, 6]);
  expect(warnings).toEqual([expect.stringMatching(/^add: .*"b" had more/)]);
  expect(bench.left()).toEqual([]);
});

test.each([
  [0, 'none'],
  [3, 'a second one'],
])('a source of one item that makes %i fails the run, also where a single node reads it', async (items, got) => {
  const bench = workbench();
  const one = `one: { op: test.one, with: { items: ${items} } }\n`;
  await expect(run(await graphOf(bench, `${one}sink: { op: test.sink, in: { a: one.out } }`))).rejects.toMatchObject({
    exitCode: 3,
    faults: [expect.objectContaining({ code: 'E_EMITS', path: 'nodes.one (test.one)', got })],
  });
  expect(bench.left()).toEqual([]);
});
