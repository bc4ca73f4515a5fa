import { expect, test } from '@jest/globals';
import { slab } from '../../../operators/values/slab.js';

test('a slab holds no tensors, so that nothing is freed with it', () => {
  const { kind } = slab();
  expect(kind).toMatchObject({ name: 'slab', tensors: false });
  kind.release({ number: 0, level: 2 });
});
