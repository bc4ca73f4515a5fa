import { expect, test } from '@jest/globals';
import { formatBytes, formatCount } from '../../../pipelines/plan/format-bytes.js';

test.each([
  [0, '0', '0 B'],
  [999, '999', '999 B'],
  [1024, '1.02 k', '1.00 KiB'],
  [999_999, '1.00 M', '977 KiB'],
  [123_456_789, '123 M', '118 MiB'],
  [2.5e12, '2.50 T', '2.27 TiB'],
])('%p reads as %s and as %s', (value, count, bytes) => {
  expect([formatCount(value), formatBytes(value)]).toEqual([count, bytes]);
});
