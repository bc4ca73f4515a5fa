import { expect, test } from '@jest/globals';
import { diskFull } from '../../../operators/disk/disk-full.js';

test('a full disk is a failed run that says what was seen and what to do', () => {
  const error = diskFull({ path: 'nodes.file.with.path', got: '00003.png is cut off' });
  expect(error).toMatchObject({ code: 'E_DISK_FULL', exitCode: 3 });
  expect(error.message).toMatch(
    /nodes\.file\.with\.path[^]*the disk is full\n +got +00003\.png is cut off\n +try +free/,
  );
});
