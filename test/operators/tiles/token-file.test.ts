import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { measure } from '../../../operators/tensor/sketch/measure.js';
import { TokenFile } from '../../../operators/tiles/token-file.js';

beforeAll(() => selectBackend('cpu'));

test('tiles come back as they were written, whichever are asked for; the last holder closes the file', () => {
  const file = new TokenFile(3, [2, 1]);
  file.write(1, tf.tensor2d([3, 4, 5, 6], [4, 1]));
  file.write(0, tf.tensor2d([1, 2], [2, 1]));
  expect(file.shape).toEqual([6, 1]);
  const second = file.share();
  file.dispose();
  expect(second.take([2, 0]).arraySync()).toEqual([
    [5, 6],
    [1, 2],
  ]);
  second.dispose();
  expect(() => second.take([0])).toThrow('EBADF');
});

test('a plan counts what is taken from it, and no file', () => {
  const { bytes } = measure(() => {
    const file = new TokenFile(100, [4, 8]);
    expect(file.take([3, 5]).shape).toEqual([2, 32]);
    file.dispose();
  });
  expect(bytes).toBe(2 * 32 * 4);
});
