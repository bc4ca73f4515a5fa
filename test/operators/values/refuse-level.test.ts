import { describe, expect, test } from '@jest/globals';
import { refuseLevel, refuseOwnLevel, refuseWithoutContext } from '../../../operators/values/refuse-level.js';
import { smallCascade } from '../../cascade.js';

describe('a level that the cascade does not have', () => {
  test('is refused with the levels that there are', () => {
    expect(refuseLevel({ level: 3 }, { L: 3 })).toMatchObject([
      { code: 'E_LEVEL', path: 'with.level', expected: expect.stringContaining('0 to 2'), got: '3' },
    ]);
    expect(refuseLevel({ level: 2 }, { L: 3 })).toEqual([]);
    expect(refuseLevel({ level: 9 }, {})).toEqual([]);
  });

  test('is refused also where the cascade is a setting of the node itself', () => {
    expect(refuseOwnLevel({ cascade: smallCascade(), level: 3 })).toMatchObject([{ code: 'E_LEVEL' }]);
    expect(refuseOwnLevel({ cascade: smallCascade(), level: 2 })).toEqual([]);
  });
});

test('a finer level without the context of the coarser ones is refused, the coarsest needs none', () => {
  expect(refuseWithoutContext({ level: 2 }, { L: 3 }, ['network'])).toMatchObject([
    { code: 'E_CONTEXT', expected: 'the context of levels 0 to 1' },
  ]);
  expect(refuseWithoutContext({ level: 2 }, { L: 3 }, ['network', 'context'])).toEqual([]);
  expect(refuseWithoutContext({ level: 0 }, { L: 3 }, ['network'])).toEqual([]);
});
