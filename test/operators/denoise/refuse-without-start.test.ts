import { expect, test } from '@jest/globals';
import { refuseWithoutStart } from '../../../operators/denoise/refuse-without-start.js';
import { smallCascade } from '../../cascade.js';

const cascade = smallCascade({
  levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], start: 'coarser' }, { size: [8, 16, 16] }],
});

test('a level that starts from the one before is refused unless it gets its video, or another to start from', () => {
  expect(refuseWithoutStart({ cascade, level: 1 }, ['canvas'])).toMatchObject([
    {
      code: 'E_CONTEXT',
      expected: expect.stringContaining('the video of level 0'),
      try: expect.stringContaining('coarser'),
    },
  ]);
  expect(refuseWithoutStart({ cascade, level: 1 }, ['canvas', 'coarser'])).toEqual([]);
  expect(refuseWithoutStart({ cascade, level: 1 }, ['canvas', 'start'])).toEqual([]);
  expect(refuseWithoutStart({ cascade, level: 2 }, ['canvas'])).toEqual([]);
});
