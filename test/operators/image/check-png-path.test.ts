import { expect, test } from '@jest/globals';
import { checkPngPath } from '../../../operators/image/check-png-path.js';

test('a path must end in .png, and the message says which one would do', () => {
  expect(() => {
    checkPngPath('out/a.PNG', 'with.path');
  }).not.toThrow();
  expect(() => {
    checkPngPath('out/a.jpg', 'with.path');
  }).toThrow(/E_OUTPUT_PATH[^]*out\/a\.png/);
});
