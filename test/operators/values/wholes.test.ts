import { expect, test } from '@jest/globals';
import { wholes } from '../../../operators/values/wholes.js';

test('a vector of a whole video is that of one frame', () => {
  expect(wholes()).toMatchObject({ dtype: 'float32', layout: ['B', 1, 'N'] });
});
