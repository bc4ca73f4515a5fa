import { test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { endAtRandom } from './interrupted.js';

onTensorflow('a run that ends before its time', () => {
  test('leaves nothing behind, 400 times', () => endAtRandom(400));
});
