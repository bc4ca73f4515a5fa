import { expect, test } from '@jest/globals';
import { int, pure, registryOf, run, source, stage } from '../../../dsl/index.js';
import { graphOf, workbench } from '../workbench.js';

/** Run nodes from an item on; what a stage `watch` saw, with the number it was told, and from which item sources were asked to begin. */
async function watched(nodes: string, first: number) {
  const bench = workbench();
  const saw: [number, number][] = [];
  const asked: number[] = [];
  const watch = stage({
    id: 'test.watch',
    summary: '',
    in: { a: bench.thing() },
    with: {},
    out: {},
    open: () => ({
      next: ({ a }, number) => {
        saw.push([number, bench.use(a)]);
        return {};
      },
    }),
  });
  const from = source({
    id: 'test.from',
    summary: '',
    emits: 'many',
    seeks: true,
    in: {},
    with: { to: int('how many') },
    out: { out: bench.thing() },
    run: async function* (_, { to }, _context, number) {
      asked.push(number);
      for (let n = number; n < to; n++) yield { out: bench.make(n + 1) };
    },
  });
  const second = pure({
    id: 'test.second',
    summary: '',
    in: { a: bench.thing(), b: bench.thing() },
    with: {},
    out: { out: bench.thing() },
    run: ({ b }) => ({ out: b }),
  });
  const operators = registryOf([...Object.values(bench.operators), watch, from, second]);
  await run(await graphOf({ ...bench, operators }, nodes, 6), { first });
  expect(bench.left()).toEqual([]);
  return { saw, asked };
}

const COUNT = 'count: { op: test.count, with: { to: 12 } }\n';
const FROM = 'from: { op: test.from, with: { to: 12 } }\n';
const WATCH = (output: string): string => `watch: { op: test.watch, in: { a: ${output} } }`;
const CASES: Readonly<Record<string, string>> = {
  'a source that can begin anywhere': FROM + WATCH('from.out'),
  'a source that cannot': COUNT + WATCH('count.out'),
  'a join of both': `${FROM}${COUNT}sum: { op: test.add, in: { a: from.out, b: count.out } }\n${WATCH('sum.out')}`,
  'a join with a constant': `${COUNT}one: { op: test.one }\nsum: { op: test.add, in: { a: count.out, b: one.out } }\n${WATCH('sum.out')}`,
  'windows that overlap': `${FROM}join: { op: test.join, in: { a: from.out }, with: { size: 3, step: 1 } }\n${WATCH('join.out')}`,
  'a gate inside a gate': `${FROM}parts: { op: test.parts, in: { a: from.out }, with: { each: 3 } }\n${WATCH('parts.out')}`,
  'a gate inside a gate, joined with another source': `${FROM}parts: { op: test.parts, in: { a: count.out }, with: { each: 2 } }
${COUNT}sum: { op: test.add, in: { a: parts.out, b: from.out } }\n${WATCH('sum.out')}`,
};

for (const [name, nodes] of Object.entries(CASES)) {
  test(`${name}: a run that goes on sees the items, and the numbers, of the run that was not broken off`, async () => {
    const whole = (await watched(nodes, 0)).saw;
    expect(whole.map(([number]) => number)).toEqual(whole.map((_, item) => item));
    expect(whole.length).toBeGreaterThan(8);
    for (const first of [1, 5, 8]) {
      expect((await watched(nodes, first)).saw).toEqual(whole.slice(first));
    }
  });
}

test('windows that move on by several items start where they did, and have the same numbers', async () => {
  const nodes = `${FROM}join: { op: test.join, in: { a: from.out }, with: { size: 2, step: 2 } }\n${WATCH('join.out')}`;
  const whole = (await watched(nodes, 0)).saw;
  expect(whole.slice(0, 3)).toEqual([
    [0, 12],
    [1, 34],
    [2, 56],
  ]);
  expect((await watched(nodes, 4)).saw).toEqual(whole.slice(2));
  // item 5 belongs to a window that began before: the next one begins at item 6
  expect((await watched(nodes, 5)).saw).toEqual(whole.slice(3));
});

test('a source that can begin anywhere makes nothing twice, unless a gate inside counts its items', async () => {
  expect((await watched(FROM + WATCH('from.out'), 7)).asked).toEqual([7]);
  const inside = `${FROM}parts: { op: test.parts, in: { a: from.out }, with: { each: 3 } }\n${WATCH('parts.out')}`;
  expect((await watched(inside, 7)).asked).toEqual([0]);
});

test('a constant that a node hands on has the number of the item it is handed on with', async () => {
  const nodes = `${COUNT}one: { op: test.one }
pick: { op: test.second, in: { a: count.out, b: one.out } }
sum: { op: test.add, in: { a: pick.out, b: count.out } }
${WATCH('sum.out')}`;
  const whole = (await watched(nodes, 0)).saw;
  expect(whole).toEqual(Array.from({ length: 12 }, (_, item) => [item, 101 + item]));
});
