import { expect, test } from '@jest/globals';
import { table } from '../../../pipelines/docs/table.js';

test('a table is aligned by characters, and a bar in a cell does not end it', () => {
  const rows = [
    ['σ', 'a | b'],
    ['width', ''],
  ];
  expect(table(['name', ''], rows).split('\n')).toEqual([
    '| name  |        |',
    '| ----- | ------ |',
    '| σ     | a \\| b |',
    '| width |        |',
  ]);
});

test('without rows there is no table', () => {
  expect(table(['name'], [])).toBe('');
});
