import { expect, test } from '@jest/globals';
import type { GraphNode } from '../../../dsl/index.js';
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
