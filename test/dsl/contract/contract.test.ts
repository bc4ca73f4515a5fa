import { expect, test } from '@jest/globals';
import * as contract from '../../../dsl/contract/contract.js';
import { int } from '../../../dsl/index.js';

const value: contract.Port<number> = { kind: { name: 'number', tensors: false, release: () => undefined } };
const plain = { id: 'test.any', summary: 'Any', in: { value }, out: { value }, with: { by: int('what is added') } };

test('each form of operator is what it was declared as, and says its form', () => {
  const pure = contract.pure({ ...plain, run: ({ value }, { by }) => ({ value: value + by }) });
  expect(pure).toMatchObject({ form: 'pure', id: 'test.any' });
  expect(pure.run({ value: 2 }, { by: 3 })).toEqual({ value: 5 });
  expect(contract.stage({ ...plain, open: () => ({ next: () => ({ value: 1 }) }) }).form).toBe('stage');
  const window = contract.window({ ...plain, size: () => 2, step: () => 1, run: () => ({ value: 1 }) });
  expect(window.form).toBe('window');
});

test('ports may be left out, or take several', () => {
  expect(contract.optional(value)).toEqual({ ...value, optional: true });
  expect(contract.list(value)).toEqual({ ...value, list: true });
});
