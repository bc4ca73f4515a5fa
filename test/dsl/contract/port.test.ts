import { expect, test } from '@jest/globals';
import { list, optional, type Port } from '../../../dsl/contract/port.js';

const value: Port<number> = { kind: { name: 'number', tensors: false, release: () => undefined } };

test('ports may be left out, or take several', () => {
  expect(optional(value)).toEqual({ ...value, optional: true });
  expect(list(value)).toEqual({ ...value, list: true });
});
