import { test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { endAtRandom } from './interrupted.js';

onTensorflow('a run that ends before its time', () => {
  test.each([1, 2, 3, 4])('leaves nothing behind, 100 times, %i of 4', () => endAtRandom(100));
});
