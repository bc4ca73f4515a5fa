import { expect, test } from '@jest/globals';
import { pure, stage, window } from '../../../dsl/contract/operator.js';
import type { Port } from '../../../dsl/contract/port.js';
import { int } from '../../../dsl/index.js';

const value: Port<number> = { kind: { name: 'number', tensors: false, release: () => undefined } };
const plain = { id: 'test.any', summary: 'Any', in: { value }, out: { value }, with: { by: int('what is added') } };

test('each form of operator is what it was declared as, and says its form', () => {
  const adding = pure({ ...plain, run: ({ value }, { by }) => ({ value: value + by }) });
  expect(adding).toMatchObject({ form: 'pure', id: 'test.any' });
  expect(adding.run({ value: 2 }, { by: 3 })).toEqual({ value: 5 });
  expect(stage({ ...plain, open: () => ({ next: () => ({ value: 1 }) }) }).form).toBe('stage');
  expect(window({ ...plain, size: () => 2, step: () => 1, run: () => ({ value: 1 }) }).form).toBe('window');
});
