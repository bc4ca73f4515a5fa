import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { patches } from '../../../operators/values/patches.js';
import { video } from '../../../operators/values/video.js';

beforeAll(() => selectBackend('cpu'));

test('patches are one tensor, of a kind of its own: a video cannot take their place', () => {
  const port = patches('B·P', 'f', 'h', 'w', 'C');
  expect(port.kind.sketch?.([6, 2, 4, 4, 1]).shape).toEqual([6, 2, 4, 4, 1]);
  expect(port.kind.name).not.toBe(video('B', 'F', 'H', 'W', 'C').kind.name);
});
