import { test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { endAtRandom } from './interrupted.js';

onTensorflow('a run that ends before its time', () => {
  test('leaves no tensor, no ffmpeg and no file, whenever it is cancelled and whichever item throws', () =>
    endAtRandom(6));
});
