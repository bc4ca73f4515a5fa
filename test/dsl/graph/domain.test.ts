import { expect, test } from '@jest/globals';
import { int, pure, source, window, type AnyOperator, type Kind } from '../../../dsl/index.js';
import { disagreement, domainsOf, type Domain } from '../../../dsl/graph/domain.js';

const kind: Kind<number> = { name: 'number', tensors: false, release: () => undefined };
const port = { kind };

const numbers = (emits: 'one' | 'many') =>
  source({
    id: `test.${emits}`,
    summary: '',
    emits,
    in: {},
    out: { out: port },
    with: {},
    run: async function* () {
      yield { out: 1 };
    },
  });
const parts = source({
  id: 'test.parts',
  summary: '',
  emits: 'many',
  in: { a: port },
  out: { out: port },
  with: {},
  run: async function* ({ a }) {
    yield { out: a };
  },
});
const add = pure({
  id: 'test.add',
  summary: '',
  in: { a: port, b: port },
  out: { out: port },
  with: {},
  run: ({ a, b }) => ({ out: a + b }),
});
const mean = window({
  id: 'test.mean',
  summary: '',
  in: { a: port },
  out: { out: port },
  with: { size: int('items'), step: int('items') },
  size: ({ size }) => size,
  step: ({ step }) => step,
  run: ({ a }) => ({ out: a.reduce((sum, value) => sum + value, 0) / a.length }),
});

type Row = readonly [name: string, operator: AnyOperator, from?: readonly string[], settings?: Record<string, number>];

/** Domains of a graph written as rows; the inputs are given in the order of the operator's ports. */
const domains = (...rows: readonly Row[]) =>
  domainsOf(
    rows.map(([name, operator, from = [], settings = {}]) => {
      const ports = Object.keys(operator.in);
      const inputs = Object.fromEntries(from.map((node, i) => [ports[i] ?? '', { node, port: 'out' }]));
      return { name, operator, settings, inputs };
    }),
  );
const of = (all: ReadonlyMap<string, Domain>, name: string): Domain => all.get(name) ?? new Map<string, never>();

test('what comes from constants alone emits once', () => {
  const all = domains(['a', numbers('one')], ['b', numbers('one')], ['sum', add, ['a', 'b']]);
  expect(of(all, 'sum').size).toBe(0);
});

test('streams of two gates, and a constant with a stream, may be joined', () => {
  const all = domains(
    ['a', numbers('many')],
    ['b', numbers('many')],
    ['c', numbers('one')],
    ['ac', add, ['a', 'c']],
    ['abc', add, ['ac', 'b']],
  );
  expect(disagreement(of(all, 'ac'), of(all, 'b'))).toBeUndefined();
  expect([...of(all, 'abc').keys()].sort()).toEqual(['a', 'b']);
  expect(disagreement(of(all, 'abc'), of(all, 'a'))).toBeUndefined();
});

test('windows that step differently over one gate may not be joined; windows that step alike may', () => {
  const all = domains(
    ['a', numbers('many')],
    ['pairs', mean, ['a'], { size: 2, step: 2 }],
    ['fours', mean, ['a'], { size: 4, step: 4 }],
    ['pairsOfPairs', mean, ['pairs'], { size: 2, step: 2 }],
    ['overlapping', mean, ['a'], { size: 3, step: 1 }],
  );
  expect(disagreement(of(all, 'pairs'), of(all, 'a'))).toBe('a');
  expect(disagreement(of(all, 'pairs'), of(all, 'fours'))).toBe('a');
  expect(disagreement(of(all, 'pairsOfPairs'), of(all, 'fours'))).toBeUndefined();
  expect(disagreement(of(all, 'overlapping'), of(all, 'a'))).toBeUndefined();
});

test('a window needs as many tickets as the items it is made of: its receptive field', () => {
  const all = domains(
    ['a', numbers('many')],
    ['first', mean, ['a'], { size: 3, step: 2 }],
    ['second', mean, ['first'], { size: 4, step: 1 }],
    ['third', mean, ['second'], { size: 2, step: 2 }],
  );
  // 0 1 2, 2 3 4, 4 5 6, 6 7 8: nine items; then one more window of the first, two further
  expect([...of(all, 'second').values()]).toEqual([{ through: [2], span: 9 }]);
  expect([...of(all, 'third').values()]).toEqual([{ through: [4], span: 11 }]);
});

test('a gate inside a gate: its items hold tickets of its own, and may not be joined with what it was made from', () => {
  const all = domains(
    ['videos', numbers('many')],
    ['frames', parts, ['videos']],
    ['others', parts, ['videos']],
    ['mean', mean, ['frames'], { size: 2, step: 1 }],
  );
  expect(of(all, 'mean').get('frames')).toEqual({ through: [], span: 2 });
  expect(of(all, 'mean').get('videos')).toEqual({ through: ['frames'], span: 0 });
  expect(disagreement(of(all, 'frames'), of(all, 'videos'))).toBe('videos');
  expect(disagreement(of(all, 'frames'), of(all, 'others'))).toBe('videos');
});
