import { expect, test } from '@jest/globals';
import type { Draft } from '../../../dsl/check/draft.js';
import { explain, lineOf, recorded, remedy, type SizeFact } from '../../../dsl/check/size-fact.js';

/** That a node of so many rows says its H. */
function fact(name: string, rows: number, line: number): SizeFact {
  const node = {
    scope: name,
    operator: { id: 'test.blank', dimensions: ({ rows }: { rows: number }) => ({ H: rows }) },
    settings: { rows },
    at: (trail: readonly string[]) => ({ place: { file: 'a.yaml', line }, path: ['nodes', name, ...trail].join('.') }),
  } as unknown as Draft;
  return { letter: 'H', size: rows, node, settings: ['rows'], known: {} };
}
const known = (from: SizeFact) => ({ size: from.size, because: [from] });

test('a size is explained by the setting that decides it, and where that is written', () => {
  expect(explain(known(fact('a', 4, 3)), 'a.yaml')).toBe('4 by nodes.a.with.rows (line 3)');
  expect(explain({ size: 8, because: [fact('a', 4, 3), fact('b', 2, 5)] }, 'a.yaml')).toBe(
    '8 (H = 4 by nodes.a.with.rows (line 3), H = 2 by nodes.b.with.rows (line 5))',
  );
});

test('two sizes become one when either setting takes the value of the other', () => {
  expect(remedy({ left: known(fact('a', 4, 3)), right: known(fact('b', 6, 5)) }, 'H')).toBe(
    'nodes.a.with.rows: 6, or nodes.b.with.rows: 4',
  );
});

test('a line is named with its file where that is another one', () => {
  expect(lineOf({ file: 'a.yaml', line: 3, column: 1 }, 'a.yaml')).toBe('line 3');
  expect(lineOf({ file: 'b.yaml', line: 3, column: 1 }, 'a.yaml')).toBe('b.yaml:3:1');
});

test('what is read of an object is recorded, at the time it is read', () => {
  const [object, read] = recorded({ a: 1, b: 2 });
  expect(read.size).toBe(0);
  expect(object.b).toBe(2);
  expect([...read]).toEqual(['b']);
});
