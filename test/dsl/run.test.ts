import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  HpdmError,
  bool,
  int,
  load,
  pure,
  registryOf,
  run,
  source,
  stage,
  window,
  type Kind,
  type Port,
} from '../../dsl/index.js';

/** A resource that knows whether it was freed. */
interface Thing {
  readonly n: number;
  freed: boolean;
}

/** Stub operators that count what is alive and remember what arrived. */
function workbench() {
  const made: Thing[] = [];
  const seen: number[] = [];
  const log: string[] = [];
  let most = 0;
  const kind: Kind<Thing> = {
    name: 'thing',
    tensors: false,
    release: (thing) => {
      if (thing.freed) throw new Error(`freed twice: ${thing.n}`);
      thing.freed = true;
    },
  };
  const thing = (): Port<Thing> => ({ kind });
  const make = (n: number): Thing => {
    const fresh = { n, freed: false };
    made.push(fresh);
    most = Math.max(most, made.filter(({ freed }) => !freed).length);
    return fresh;
  };
  const use = ({ n, freed }: Thing): number => {
    if (freed) throw new Error(`used after it was freed: ${n}`);
    return n;
  };
  const operators = registryOf([
    source({
      id: 'test.count',
      summary: '',
      emits: 'many',
      in: {},
      with: { to: int('how many') },
      out: { out: thing() },
      run: async function* (_, { to }) {
        for (let n = 1; n <= to; n++) yield { out: make(n) };
      },
    }),
    source({
      id: 'test.one',
      summary: '',
      emits: 'one',
      in: {},
      with: {},
      out: { out: thing() },
      run: async function* () {
        yield { out: make(100) };
      },
    }),
    pure({
      id: 'test.add',
      summary: '',
      in: { a: thing(), b: thing() },
      with: {},
      out: { out: thing() },
      run: ({ a, b }) => ({ out: make(use(a) + use(b)) }),
    }),
    pure({
      id: 'test.pass',
      summary: '',
      in: { a: thing() },
      with: {},
      out: { out: thing() },
      run: ({ a }) => ({ out: a }),
    }),
    window({
      id: 'test.sum',
      summary: '',
      in: { a: thing() },
      with: { size: int('items'), step: int('items'), rest: bool('a shorter last window', { default: false }) },
      out: { out: thing() },
      size: ({ size }) => size,
      step: ({ step }) => step,
      rest: ({ rest }) => rest,
      run: async ({ a }) => ({ out: make(a.reduce((sum, one) => sum * 10 + use(one), 0)) }),
    }),
    stage({
      id: 'test.sink',
      summary: '',
      in: { a: thing() },
      with: { failAt: int('item at which it throws; 0: never', { default: 0 }) },
      out: {},
      open: (settings) => {
        log.push('open');
        return {
          next: async ({ a }) => {
            await new Promise((resume) => setImmediate(resume));
            if (use(a) === settings.failAt) throw new Error('no more');
            seen.push(a.n);
            return {};
          },
          done: () => void log.push('done'),
          abort: () => void log.push('abort'),
        };
      },
    }),
  ]);
  return { operators, made, seen, log, most: () => most };
}

async function graphOf(bench: ReturnType<typeof workbench>, nodes: string, inFlight = 2) {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-'));
  const file = join(folder, 'graph.yaml');
  writeFileSync(file, `hpdm: 1\nlimits: { inFlight: ${inFlight} }\nnodes:\n${nodes.replace(/^/gm, '  ')}`);
  try {
    return await load(file, {}, bench.operators);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const DIAMOND = (to: number, failAt = 0): string => `
count: { op: test.count, with: { to: ${to} } }
one: { op: test.one }
left: { op: test.add, in: { a: count.out, b: one.out } }
right: { op: test.pass, in: { a: count.out } }
both: { op: test.add, in: { a: left.out, b: right.out } }
sink: { op: test.sink, in: { a: both.out }, with: { failAt: ${failAt} } }`;

test('a diamond with a constant: items arrive in order, everything is freed once', async () => {
  const bench = workbench();
  await run(await graphOf(bench, DIAMOND(5)));
  expect(bench.seen).toEqual([102, 104, 106, 108, 110]);
  expect(bench.log).toEqual(['open', 'done']);
  expect(bench.made.every(({ freed }) => freed)).toBe(true);
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
  expect(bench.log).toEqual(['open', 'done']);
  expect(bench.made.every(({ freed }) => freed)).toBe(true);
});

test('a failing operator names its node, aborts the sinks and frees everything', async () => {
  const bench = workbench();
  const failure = await run(await graphOf(bench, DIAMOND(50, 106))).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HpdmError);
  expect((failure as HpdmError).message).toMatch(
    /graph\.yaml:\d+:\d+ {2}nodes\.sink \(test\.sink\) {2}E_OPERATOR_FAILED\n {2}no more/,
  );
  expect((failure as HpdmError).exitCode).toBe(3);
  expect(bench.log).toEqual(['open', 'abort']);
  expect(bench.made.every(({ freed }) => freed)).toBe(true);
});

test('cancelled at any moment, nothing stays behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), async (turns) => {
      const bench = workbench();
      const cancel = new AbortController();
      const running = run(await graphOf(bench, DIAMOND(1000)), { signal: cancel.signal });
      const outcome = running.catch((error: unknown) => error);
      for (let i = 0; i < turns; i++) await new Promise((resume) => setImmediate(resume));
      cancel.abort();
      expect(((await outcome) as HpdmError).exitCode).toBe(130);
      expect(bench.log).toEqual(bench.log.length === 0 ? [] : ['open', 'abort']);
      expect(bench.made.every(({ freed }) => freed)).toBe(true);
    }),
    { numRuns: 200, examples: [[0]] },
  );
});

const WINDOW = (to: number, size: number, step: number, rest: boolean): string => `
count: { op: test.count, with: { to: ${to} } }
sum: { op: test.sum, in: { a: count.out }, with: { size: ${size}, step: ${step}, rest: ${rest} } }
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
    expect(bench.made.every(({ freed }) => freed)).toBe(true);
  },
);
