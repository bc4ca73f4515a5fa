import { expect, test } from '@jest/globals';
import { isCascade } from '../../../dsl/document/is-cascade.js';

test('a cascade begins with `cascade:`; no pipeline document is one', () => {
  expect(isCascade({ value: { cascade: 1, levels: [] } })).toBe(true);
  expect(isCascade({ value: { hpdm: 1, cascade: 1 } })).toBe(false);
  for (const value of [{ hpdm: 1, nodes: {} }, [], null, 'cascade']) expect(isCascade({ value })).toBe(false);
});
