import { expect, test } from '@jest/globals';
import { cascade } from '../../../operators/values/cascade.js';
import { inferredCascade } from '../../../operators/values/inferred-cascade.js';

test('an inferred cascade is a cascade that may be left out', () => {
  expect(inferredCascade('size of the level')).toEqual({ ...cascade('size of the level'), inferred: true });
  expect(cascade('size of the level')).not.toHaveProperty('inferred');
});
