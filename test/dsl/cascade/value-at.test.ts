import { expect, test } from '@jest/globals';
import { valueAt } from '../../../dsl/cascade/value-at.js';

test('keys and indices lead to a value; a trail that breaks off leads to none', () => {
  const document = { levels: [{ size: [1, 2, 3] }] };
  expect(valueAt(document, ['levels', 0, 'size', 2])).toBe(3);
  expect(valueAt(document, [])).toBe(document);
  expect(valueAt(document, ['network', 'token', 0])).toBeUndefined();
});
