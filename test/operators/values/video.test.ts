import { beforeAll, expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { video } from '../../../operators/values/video.js';

beforeAll(() => selectBackend('cpu'));

test('a video is float32 in [−1, 1] and of the sizes that its port says', () => {
  const port = video(1, 'n', 'H', 'W', 'C');
  expect(port).toMatchObject({ dtype: 'float32', range: [-1, 1], layout: [1, 'n', 'H', 'W', 'C'] });
  expect(port.kind.sketch?.([1, 2, 3, 4, 1]).shape).toEqual([1, 2, 3, 4, 1]);
});
