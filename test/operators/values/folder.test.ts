import { expect, test } from '@jest/globals';
import { folder } from '../../../operators/values/folder.js';

test('a folder is a text without tensors, and a plan has one too', () => {
  const { kind } = folder();
  expect([kind.name, kind.tensors, typeof kind.sketch?.([])]).toEqual(['folder', false, 'string']);
});
