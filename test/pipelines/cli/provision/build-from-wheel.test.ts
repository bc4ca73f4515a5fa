import { expect, test } from '@jest/globals';
import { cudaWheels } from '../../../../pipelines/cli/provision/build-from-wheel.js';

test('the wheel’s metadata gives the CUDA wheels and nothing else', () => {
  const metadata = [
    'Requires-Dist: numpy>=1.26.0',
    'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5; extra == "other"',
    'Requires-Dist: nvidia-cublas-cu12==12.5.3.2; extra == "and-cuda"',
    "Requires-Dist: nvidia-cudnn-cu12 (==9.3.0.75) ; extra == 'and-cuda'",
  ].join('\n');
  expect(cudaWheels(metadata)).toEqual([
    ['nvidia-cublas-cu12', '12.5.3.2'],
    ['nvidia-cudnn-cu12', '9.3.0.75'],
  ]);
});
