import { expect, test } from '@jest/globals';
import { texts } from '../../../operators/values/texts.js';

test('in a plan every video has an entry', () => {
  expect(texts().kind.sketch?.([3])).toHaveLength(3);
});
