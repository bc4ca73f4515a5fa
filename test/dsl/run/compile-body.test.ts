import { expect, test } from '@jest/globals';
import { allPieces, type GraphNode, type InPieces, type PureOperator } from '../../../dsl/index.js';
import { compileBody } from '../../../dsl/run/compile-body.js';
import { operators } from '../numbers.js';

const node = (name: string, op: string, inputs: GraphNode['inputs'], settings = {}): GraphNode =>
  ({ name, operator: operators[op], settings, inputs }) as GraphNode;

test('a body is a function of its inputs: its nodes run in order, each with its settings', () => {
  const body = compileBody({
    nodes: [
      node('more', 'test.add', { value: { node: 'in', port: 'a' } }, { by: 10 }),
      node('sum', 'test.sum', { left: { node: 'more', port: 'value' }, right: { node: 'in', port: 'b' } }),
    ],
    out: { total: { node: 'sum', port: 'value' }, first: { node: 'more', port: 'value' } },
  });
  expect(body({ a: 1, b: 5 })).toEqual({ total: 16, first: 11 });
  expect(body({ a: 2, b: 5 })).toEqual({ total: 17, first: 12 });
});

test('a body without nodes passes its inputs on', () => {
  const body = compileBody({ nodes: [], out: { same: { node: 'in', port: 'a' } } });
  expect(body({ a: 3 })).toEqual({ same: 3 });
});

test('a body with an operator that works in pieces does so too, and keeps what the nodes before it made', () => {
  const slow = {
    ...operators['test.add'],
    pieces: function* ({ value }: { readonly value: number }, { by }: { readonly by: number }): InPieces<unknown> {
      yield { needed: ['half'], done: 1, of: 2 };
      return { value: value + by };
    },
  } as unknown as PureOperator;
  const first = node('first', 'test.add', { value: { node: 'in', port: 'a' } }, { by: 10 });
  const second = {
    ...node('second', 'test.add', { value: { node: 'first', port: 'value' } }, { by: 1 }),
    operator: slow,
  };
  const body = compileBody({ nodes: [first, second], out: { total: { node: 'second', port: 'value' } } });
  expect(body({ a: 1 })).toEqual({ total: 12 });
  const work = body.pieces?.({ a: 1 }) as InPieces<unknown>;
  expect(work.next()).toEqual({ done: false, value: { needed: [[{ value: 11 }], ['half']], done: 1, of: 2 } });
  expect(allPieces(work)).toEqual({ total: 12 });
  expect(compileBody({ nodes: [first], out: {} }).pieces).toBeUndefined();
});
