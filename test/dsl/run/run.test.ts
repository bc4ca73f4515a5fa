import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { HpdmError, run } from '../../../dsl/index.js';
import { turn } from '../stub-operators.js';
import { graphOf, workbench, type Workbench } from '../workbench.js';

/** What happened to the sink. */
const ends = ({ log }: Workbench): string[] => log.filter((entry) => entry.endsWith(' sink'));

const DIAMOND = (to: number): string => `
count: { op: test.count, with: { to: ${to} } }
one: { op: test.one }
left: { op: test.add, in: { a: count.out, b: one.out } }
right: { op: test.pass, in: { a: count.out } }
both: { op: test.add, in: { a: left.out, b: right.out } }
sink: { op: test.sink, in: { a: both.out } }`;

test('a diamond with a constant: items arrive in order, everything is freed once', async () => {
  const bench = workbench();
  await run(await graphOf(bench, DIAMOND(5)));
  expect(bench.seen).toEqual([102, 104, 106, 108, 110]);
  expect(ends(bench)).toEqual(['open sink', 'done sink']);
  expect(bench.left()).toEqual([]);
});

test('memory is bounded by the gate, not by the length of the stream', async () => {
  const most = async (to: number): Promise<number> => {
    const bench = workbench();
    await run(await graphOf(bench, DIAMOND(to), 3));
    return bench.most();
  };
  expect(await most(200)).toBe(await most(20));
});

test('an empty stream closes its sinks', async () => {
  const bench = workbench();
  await run(await graphOf(bench, DIAMOND(0)));
  expect(ends(bench)).toEqual(['open sink', 'done sink']);
  expect(bench.left()).toEqual([]);
});

test('jobs run one after the other, and none holds anything before its turn', async () => {
  const bench = workbench();
  await run(await graphOf(bench, 'many: { for: [1, 2], spread: jobs, chain: [{ op: test.one }, { op: test.sink }] }'));
  const turnsOf = (job: string): string[] => ['open', 'done'].map((what) => `${what} ${job}.sink`);
  expect(bench.log.filter((entry) => entry.endsWith('.sink'))).toEqual([...turnsOf('many.0'), ...turnsOf('many.1')]);
  expect(bench.left()).toEqual([]);
});

test('a failing operator names its node, aborts the sinks and frees everything', async () => {
  const bench = workbench({ node: 'sink', where: 'call', item: 3, late: false });
  const failure = await run(await graphOf(bench, DIAMOND(50))).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HpdmError);
  expect((failure as HpdmError).message).toMatch(
    /graph\.yaml:\d+:\d+ {2}nodes\.sink \(test\.sink\) {2}E_OPERATOR_FAILED\n {2}struck in sink call/,
  );
  expect((failure as HpdmError).exitCode).toBe(3);
  expect(bench.seen).toEqual([102, 104]);
  expect(ends(bench)).toEqual(['open sink', 'abort sink']);
  expect(bench.left()).toEqual([]);
});

test('cancelled at any moment, nothing stays behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), async (turns) => {
      const bench = workbench();
      const cancel = new AbortController();
      const running = run(await graphOf(bench, DIAMOND(1000)), { signal: cancel.signal });
      const outcome = running.catch((error: unknown) => error);
      for (let i = 0; i < turns; i++) await turn();
      cancel.abort();
      expect(((await outcome) as HpdmError).exitCode).toBe(130);
      expect(ends(bench)).toEqual(ends(bench).length === 0 ? [] : ['open sink', 'abort sink']);
      expect(bench.left()).toEqual([]);
    }),
    { numRuns: 200, examples: [[0]] },
  );
});

const WINDOW = (to: number, size: number, step: number, rest: boolean): string => `
count: { op: test.count, with: { to: ${to} } }
sum: { op: test.join, in: { a: count.out }, with: { size: ${size}, step: ${step}, rest: ${rest} } }
sink: { op: test.sink, in: { a: sum.out } }`;

test.each([
  { to: 6, size: 3, step: 1, rest: false, windows: [123, 234, 345, 456] },
  { to: 6, size: 3, step: 2, rest: false, windows: [123, 345] },
  { to: 6, size: 3, step: 2, rest: true, windows: [123, 345, 56] },
  { to: 5, size: 3, step: 2, rest: true, windows: [123, 345] },
  { to: 7, size: 2, step: 3, rest: true, windows: [12, 45, 7] },
  { to: 6, size: 2, step: 3, rest: true, windows: [12, 45] },
  { to: 2, size: 3, step: 3, rest: true, windows: [12] },
  { to: 2, size: 3, step: 3, rest: false, windows: [] },
  { to: 0, size: 3, step: 3, rest: true, windows: [] },
])(
  'windows of $size moving by $step over $to items, the rest too: $rest',
  async ({ to, size, step, rest, windows }) => {
    const bench = workbench();
    await run(await graphOf(bench, WINDOW(to, size, step, rest), 3));
    expect(bench.seen).toEqual(windows);
    expect(bench.left()).toEqual([]);
  },
);
