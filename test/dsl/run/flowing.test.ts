import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { HpdmError, run } from '../../../dsl/index.js';
import { turn } from '../stub-operators.js';
import { graphOf, workbench } from '../workbench.js';

const count = (to: number): string => `count: { op: test.count, with: { to: ${to} } }\n`;
const SINK = 'sink: { op: test.sink, in: { a: flow.out } }';
const first = (items: number): string => `flow: { op: test.first, in: { a: count.out }, with: { count: ${items} } }\n`;
const regroup = (size: number, times = 1): string =>
  `flow: { op: test.regroup, in: { a: count.out }, with: { size: ${size}, times: ${times} } }\n`;

test.each<[string, string, number[]]>([
  ['fewer items than it takes, and one of the rest', count(7) + regroup(3), [6, 15, 7]],
  ['more items than it takes', count(2) + regroup(1, 3), [1, 1, 1, 2, 2, 2]],
  ['none of none', count(0) + regroup(2), []],
  ['the items themselves', count(3) + first(9), [1, 2, 3]],
])('a flow makes %s', async (_, nodes, seen) => {
  for (const inFlight of [1, 2, 5]) {
    const bench = workbench();
    await run(await graphOf(bench, nodes + SINK, inFlight));
    expect(bench.seen).toEqual(seen);
    expect(bench.left()).toEqual([]);
  }
});

test('a flow that ends early ends the source before it, and not one that others read too', async () => {
  const alone = workbench();
  await run(await graphOf(alone, count(1_000_000) + first(3) + SINK));
  expect(alone.seen).toEqual([1, 2, 3]);
  expect(alone.log.toSorted()).toEqual(['closed count', 'done sink', 'open sink']);
  expect(alone.left()).toEqual([]);

  const shared = workbench();
  await run(await graphOf(shared, `${count(6)}${first(2)}${SINK}\nother: { op: test.sink, in: { a: count.out } }`));
  expect(shared.seen.toSorted()).toEqual([1, 1, 2, 2, 3, 4, 5, 6]);
  expect(shared.left()).toEqual([]);
});

test('memory does not grow with the length of the stream', async () => {
  const most = async (to: number): Promise<number> => {
    const bench = workbench();
    await run(await graphOf(bench, count(to) + regroup(3, 2) + SINK, 3));
    return bench.most();
  };
  expect(await most(300)).toBe(await most(30));
});

test('what a flow makes is numbered by itself: a window after it sees its items', async () => {
  const bench = workbench();
  const pairs = 'pairs: { op: test.join, in: { a: flow.out }, with: { size: 2, step: 2 } }\n';
  await run(await graphOf(bench, `${count(8)}${regroup(2)}${pairs}sink: { op: test.sink, in: { a: pairs.out } }`, 2));
  // sums 3, 7, 11 and 15; the window joins their digits
  expect(bench.seen).toHaveLength(2);
  expect(bench.left()).toEqual([]);
});

test('a run that is resumed makes all items and shows those from its first on', async () => {
  const bench = workbench();
  await run(await graphOf(bench, count(9) + regroup(2) + SINK), { first: 2 });
  expect(bench.seen).toEqual([11, 15, 9]);
  expect(bench.left()).toEqual([]);
});

test('a join of a stream with what a flow makes of it would stall, and is refused', async () => {
  const nodes = `${count(9)}${regroup(2)}add: { op: test.add, in: { a: count.out, b: flow.out } }\n`;
  await expect(graphOf(workbench(), `${nodes}sink: { op: test.sink, in: { a: add.out } }`)).rejects.toThrow(/E_STALL/);
});

test.each(['flow', 'count', 'sink'])(
  'where %s fails, the run fails with its error and frees everything',
  async (node) => {
    for (const late of [false, true]) {
      const bench = workbench({ node, where: 'call', item: 3, late });
      const failure = await run(await graphOf(bench, count(50) + regroup(1, 2) + SINK)).catch(
        (error: unknown) => error,
      );
      expect((failure as HpdmError).message).toMatch(new RegExp(`nodes\\.${node} .*E_OPERATOR_FAILED`));
      expect(bench.left()).toEqual([]);
    }
  },
);

test('a source that never answers does not keep a cancelled flow', async () => {
  const bench = workbench();
  const cancel = new AbortController();
  const nodes = `count: { op: test.never }\n${regroup(2)}${SINK}`;
  const outcome = run(await graphOf(bench, nodes), { signal: cancel.signal }).catch((error: unknown) => error);
  for (let i = 0; i < 5; i++) await turn();
  cancel.abort();
  expect(((await outcome) as HpdmError).exitCode).toBe(130);
});

test('cancelled at any moment, nothing stays behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), async (turns) => {
      const bench = workbench();
      const cancel = new AbortController();
      const graph = await graphOf(bench, count(1000) + regroup(3, 2) + SINK);
      const outcome = run(graph, { signal: cancel.signal }).catch((error: unknown) => error);
      for (let i = 0; i < turns; i++) await turn();
      cancel.abort();
      expect(((await outcome) as HpdmError).exitCode).toBe(130);
      expect(bench.left()).toEqual([]);
    }),
    { numRuns: 100, examples: [[0]] },
  );
});
