import { expect, test } from '@jest/globals';
import { clips } from '../../../operators/values/clips.js';

test('in a plan a sequence of clips is empty and holds no tensors', () => {
  const { kind } = clips();
  expect(kind.tensors).toBe(false);
  const sketch = kind.sketch?.([]);
  expect([sketch?.length, sketch?.classes]).toEqual([0, []]);
  expect(() => sketch?.at(0, 0)).toThrow(RangeError);
});
