import { expect, test } from '@jest/globals';
import { nodeNames } from '../../../../operators/tensor/members/node-names.js';

test('node names, as scontrol show hostnames expands them', () => {
  expect(nodeNames('login')).toEqual(['login']);
  expect(nodeNames('gpu[01-03,07],login')).toEqual(['gpu01', 'gpu02', 'gpu03', 'gpu07', 'login']);
  expect(nodeNames('n[9-11]')).toEqual(['n9', 'n10', 'n11']);
  expect(nodeNames('r[1-2]n[08-09]-ib')).toEqual(['r1n08-ib', 'r1n09-ib', 'r2n08-ib', 'r2n09-ib']);
});
