import { expect, test } from '@jest/globals';
import { aboutWeights } from '../../../operators/training/about-weights.js';
import { smallCascade } from '../../cascade.js';

test('weights say for which cascade they are, and how fast the clips of their training were, if that is known', () => {
  const about = { cascade: smallCascade(), step: 7 };
  expect(aboutWeights({ ...about, rates: { 25: 3, 50: 1 } })).toEqual({
    step: '7',
    cascade: JSON.stringify(smallCascade()),
    rate: '25',
  });
  const unknown = aboutWeights({ ...about, rates: {} });
  expect([unknown['rate'], unknown['classes']]).toEqual([undefined, undefined]);
  expect(aboutWeights({ ...about, rates: {}, classes: ['cats', 'a, b'] })['classes']).toBe('["cats","a, b"]');
});
