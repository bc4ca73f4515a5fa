import { expect, test } from '@jest/globals';
import { announcedBytes } from '../../../../pipelines/cli/provision/fetch-wheel.js';

test('pip’s line about a download gives its size', () => {
  expect(announcedBytes('  Downloading tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (273.8 MB)')).toBe(
    273.8e6,
  );
  expect(announcedBytes('Collecting tensorflow-cpu==2.21.0')).toBeUndefined();
});
