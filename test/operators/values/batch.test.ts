import { expect, test } from '@jest/globals';
import { batch } from '../../../operators/values/batch.js';

test('a batch has the size of its port, also in a plan', () => {
  const { kind } = batch();
  const sketch = kind.sketch?.([7]);
  expect(sketch).toMatchObject({ first: 0, size: 7 });
  expect(sketch && kind.shapeOf?.(sketch)).toEqual([7]);
});
