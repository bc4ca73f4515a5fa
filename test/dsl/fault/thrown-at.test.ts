import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { thrownAt } from '../../../dsl/fault/thrown-at.js';

const at = (...frames: string[]): Error =>
  Object.assign(new Error('broken'), {
    stack: `Error: broken\n${frames.map((frame) => `    at ${frame}`).join('\n')}`,
  });
const own = join(process.cwd(), 'operators/tensor/matmul.ts');

test("the place in a user's module, also where a library or hpdm threw the error for it", () => {
  const user = 'run (file:///home/ann/my%20tint.ts:7:11)';
  expect(thrownAt(at(user, `file://${own}:3:1`))).toBe('/home/ann/my tint.ts:7:11');
  expect(thrownAt(at('add (/srv/app/node_modules/tfjs/add.js:1:2)', `matMul (${own}:3:1)`, user))).toBe(
    '/home/ann/my tint.ts:7:11',
  );
});

test("an error of hpdm's own code has none, nor has anything without a stack", () => {
  expect(thrownAt(at(`matMul (${own}:3:1)`, 'node:internal/process:1:2'))).toBeUndefined();
  expect(thrownAt('a text')).toBeUndefined();
});

test('an error that is thrown here is placed here', () => {
  expect(thrownAt(new Error('here'))).toMatch(/thrown-at\.test\.ts:\d+:\d+$/);
});
