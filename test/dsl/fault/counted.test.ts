import { expect, test } from '@jest/globals';
import { counted } from '../../../dsl/fault/counted.js';

test('one thing is not several', () => {
  expect([counted(0, 'clip'), counted(1, 'clip'), counted(2, 'clip')]).toEqual(['0 clips', '1 clip', '2 clips']);
  expect([1, 2].map((count) => counted(count, 'copy', 'copies'))).toEqual(['1 copy', '2 copies']);
});
