import { expect, test } from '@jest/globals';
import { refuseWithoutShift } from '../../../operators/values/refuse-without-shift.js';
import { smallCascade } from '../../cascade.js';

const cascade = smallCascade({
  levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8], shift: true }, { size: [8, 16, 16] }],
});

test('an operator on a level whose tiles are moved is refused unless it is told how far', () => {
  expect(refuseWithoutShift({ cascade, level: 1 }, ['canvas'])).toMatchObject([
    { code: 'E_INPUT_MISSING', expected: expect.stringContaining('level 1'), try: expect.stringContaining('in.shift') },
  ]);
  expect(refuseWithoutShift({ cascade, level: 1 }, ['canvas', 'shift'])).toEqual([]);
  expect(refuseWithoutShift({ cascade, level: 2 }, ['canvas'])).toEqual([]);
  expect(refuseWithoutShift({ cascade, level: 9 }, [])).toEqual([]);
});
