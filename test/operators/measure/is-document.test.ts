import { expect, test } from '@jest/globals';
import { isDocument } from '../../../operators/measure/is-document.js';

test.each([
  ['mine.yaml', true],
  ['a/b.YML', true],
  ['graph.json', true],
  ['out/mnist', false],
  ['emoji', false],
  ['weights.safetensors', false],
])('%s', (path, expected) => {
  expect(isDocument(path)).toBe(expected);
});
