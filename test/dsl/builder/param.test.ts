import { expect, test } from '@jest/globals';
import { input, param } from '../../../dsl/builder/param.js';

test('a parameter is declared as a document declares it', () => {
  expect(param.int({ default: 5, min: 1, unit: 'frames' })).toEqual({
    declaration: { type: 'int', default: 5, min: 1, unit: 'frames' },
    defaulted: true,
  });
  expect(param.enum(['low', 'high']).declaration).toEqual({ type: 'enum', values: ['low', 'high'] });
  expect(param.numbers({ description: 'weights' }).declaration).toEqual({
    type: 'list',
    of: 'number',
    description: 'weights',
  });
});

test('one without a default must be given', () => {
  expect(param.string()).toEqual({ declaration: { type: 'string' } });
  expect(param.bool({ default: false })).toHaveProperty('defaulted', true);
});

test('an input has a port and says what it is for', () => {
  const port = { kind: { name: 'number', tensors: false, release: () => undefined } };
  expect(input(port, 'what is added')).toEqual({ port, description: 'what is added' });
});
