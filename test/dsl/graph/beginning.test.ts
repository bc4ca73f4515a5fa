import { expect, test } from '@jest/globals';
import type { AnyOperator } from '../../../dsl/index.js';
import { beginningsOf } from '../../../dsl/graph/beginning.js';

const source = (more: object = {}): AnyOperator =>
  ({ form: 'source', emits: 'many', ...more }) as unknown as AnyOperator;
const pure = { form: 'pure' } as unknown as AnyOperator;
const node = (name: string, operator: AnyOperator, from?: string) => ({
  name,
  operator,
  settings: {},
  inputs: from === undefined ? {} : { a: { node: from, port: 'out' } },
});

test('a source that can begin anywhere begins where the earlier run stopped', () => {
  expect(beginningsOf([node('clip', source({ seeks: true }))], 5)).toEqual(new Map([['clip', { made: 5, shown: 5 }]]));
});

test('one that cannot makes everything again and shows what is new', () => {
  expect(beginningsOf([node('clip', source())], 5)).toEqual(new Map([['clip', { made: 0, shown: 5 }]]));
});

test('a source inside another makes and counts the parts of all items, so the one around it begins at 0', () => {
  const nodes = [
    node('clip', source({ seeks: true })),
    node('copy', pure, 'clip'),
    node('parts', source({ seeks: true }), 'copy'),
  ];
  expect(beginningsOf(nodes, 5)).toEqual(
    new Map([
      ['clip', { made: 0, shown: 0 }],
      ['parts', { made: 0, shown: 5 }],
    ]),
  );
});

test('what emits once and what is no source has no beginning', () => {
  expect(beginningsOf([node('seed', source({ emits: 'one' })), node('copy', pure, 'seed')], 5).size).toBe(0);
});

test('a source that is divided makes its part of every item, also where an earlier run stopped', () => {
  const digits = node('digits', source({ seeks: true, divides: 'batch' }));
  const share = { index: 2, of: 3 };
  expect(beginningsOf([digits], 5, share)).toEqual(new Map([['digits', { made: 17, shown: 17, step: 3 }]]));
  expect(beginningsOf([digits], 5)).toEqual(new Map([['digits', { made: 5, shown: 5 }]]));
});
