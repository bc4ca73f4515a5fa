import { expect, test } from '@jest/globals';
import { readsCoarser } from '../../../dsl/cascade/reads-coarser.js';
import { smallCascade } from '../../cascade.js';

test('finer levels read tokens, pixels or estimates of coarser ones, or nothing', () => {
  const reads = (network: object): boolean => readsCoarser(smallCascade({ network }));
  expect(reads({})).toBe(true);
  expect(reads({ fusion: 'none' })).toBe(false);
  expect(reads({ fusion: 'none', pixels: true })).toBe(true);
  expect(reads({ fusion: 'none', residual: true })).toBe(true);
});
