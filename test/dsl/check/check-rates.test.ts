import { expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { graphOf, workbench } from '../workbench.js';

/** Loads nodes that read `count`; the codes of what is wrong. */
async function codesOf(nodes: string, inFlight = 2): Promise<string[]> {
  try {
    await graphOf(workbench(), `count: { op: test.count, with: { to: 9 } }\n${nodes}`, inFlight);
    return [];
  } catch (error) {
    if (error instanceof HpdmError) return error.faults.map(({ code }) => code);
    throw error;
  }
}
const pairs = (step: number, size = 2): string =>
  `pairs: { op: test.join, in: { a: count.out }, with: { size: ${size}, step: ${step} } }\n`;
const join = (a: string, b: string): string =>
  `add: { op: test.add, in: { a: ${a}, b: ${b} } }\nsink: { op: test.sink, in: { a: add.out } }`;

test('streams that go in step may be joined', async () => {
  expect(await codesOf(join('count.out', 'count.out'))).toEqual([]);
  expect(await codesOf(`${pairs(2)}${join('pairs.out', 'pairs.out')}`)).toEqual([]);
});

test('streams that come from one source at different paces would stall', async () => {
  expect(await codesOf(`${pairs(2)}${join('count.out', 'pairs.out')}`)).toEqual(['E_STALL']);
});

test('a window needs as many items in flight as it sees', async () => {
  const window = `${pairs(1, 3)}sink: { op: test.sink, in: { a: pairs.out } }`;
  expect(await codesOf(window, 2)).toEqual(['E_WINDOW']);
  expect(await codesOf(window, 3)).toEqual([]);
});

test('a window that sees nothing, or stays where it is, is refused', async () => {
  const sink = 'sink: { op: test.sink, in: { a: pairs.out } }';
  expect(await codesOf(`${pairs(1, 0)}${sink}`)).toEqual(['E_WINDOW']);
  expect(await codesOf(`${pairs(0, 1)}${sink}`)).toEqual(['E_WINDOW']);
});

test('a window over what comes once is refused', async () => {
  const once = 'one: { op: test.one }\nones: { op: test.join, in: { a: one.out }, with: { size: 1, step: 1 } }\n';
  const read = 'sink: { op: test.sink, in: { a: ones.out } }\nrest: { op: test.sink, in: { a: count.out } }';
  expect(await codesOf(`${once}${read}`)).toEqual(['E_WINDOW']);
});
