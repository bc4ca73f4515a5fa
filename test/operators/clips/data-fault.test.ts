import { expect, test } from '@jest/globals';
import { dataFault, someOf } from '../../../operators/clips/data-fault.js';

test('an error names the file and the line', () => {
  const error = dataFault('E_CAPTIONS', { file: 'a.csv', line: 3, expected: 'x', got: 'y', try: 'z' });
  expect(error.message).toMatch(/^a\.csv:3 {2}E_CAPTIONS\n {2}expected {2}x/);
  expect(dataFault('E_SHARD', { file: 'a.tar', expected: 'x', got: 'y', try: 'z' }).message).toMatch(
    /^a\.tar {2}E_SHARD/,
  );
});

test('long lists are cut, and say by how much', () => {
  expect(someOf(['a', 'b'])).toBe('a, b');
  expect(someOf(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});
