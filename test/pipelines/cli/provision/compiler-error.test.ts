import { expect, test } from '@jest/globals';
import { compilerError } from '../../../../pipelines/cli/provision/compiler-error.js';

test('the first error of a compiler is shown, not what follows from it', () => {
  const output = ['g++ -c a.cc', '  a.cc:3: error: no such header ', 'a.cc:9: error: x', 'make: *** [a.o] Error 1'];
  expect(compilerError(output)).toBe('a.cc:3: error: no such header');
});

test('without the word error the last line is shown, and silence is named', () => {
  expect(compilerError(['one', 'two '])).toBe('two');
  expect(compilerError([])).toBe('it says nothing');
});
