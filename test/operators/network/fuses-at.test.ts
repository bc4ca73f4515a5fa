import { describe, expect, test } from '@jest/globals';
import { fusesAnywhere, fusesAt, levelsOfBlock } from '../../../operators/network/fuses-at.js';
import { smallCascade } from '../../cascade.js';

/** The levels that read context, block by block. */
function reading(fusion: 'deep' | 'shallow' | 'none', levelsPerBlock: number[]): number[][] {
  const cascade = smallCascade({ network: { fusion, levelsPerBlock } });
  return levelsPerBlock.map((_, block) => [0, 1, 2].filter((level) => fusesAt(cascade, block, level)));
}

describe('levels read coarser ones', () => {
  test('with deep fusion before every block that they go through; the coarsest level never', () => {
    expect(reading('deep', [1, 2, 3])).toEqual([[], [1], [1, 2]]);
  });

  test('with shallow fusion before their first block only', () => {
    expect(reading('shallow', [2, 2, 3])).toEqual([[1], [], [2]]);
  });

  test('not at all without fusion', () => {
    expect(reading('none', [3, 3, 3])).toEqual([[], [], []]);
  });
});

test('a level is read where some finer one reads', () => {
  const cascade = smallCascade({ network: { levelsPerBlock: [2, 3, 3] } });
  expect(levelsOfBlock(cascade, 0)).toBe(2);
  expect([0, 1, 2].map((level) => fusesAnywhere(cascade, 0, level))).toEqual([true, false, false]);
  expect([0, 1, 2].map((level) => fusesAnywhere(cascade, 1, level))).toEqual([true, true, false]);
});
