import { expect, test } from '@jest/globals';
import { record } from '../../../operators/values/record.js';

test('a record is a folder and a number of videos, without tensors', () => {
  const { kind } = record();
  expect([kind.name, kind.tensors, kind.sketch?.([])]).toEqual(['record', false, { folder: 'folder', count: 0 }]);
});
