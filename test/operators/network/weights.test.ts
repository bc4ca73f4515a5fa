import { expect, test } from '@jest/globals';
import { weight } from '../../../operators/network/weights.js';

test('a weight that the network does not have is an error that names it', () => {
  expect(() => weight({}, 'blocks.0.read.norm.gamma')).toThrow('no parameter "blocks.0.read.norm.gamma"');
});
