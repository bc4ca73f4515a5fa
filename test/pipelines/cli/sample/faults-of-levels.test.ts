import { describe, expect, test } from '@jest/globals';
import { HpdmError, type Fault } from '../../../../dsl/index.js';
import { faultsOfLevels } from '../../../../pipelines/cli/sample/faults-of-levels.js';
import { sampledBy, type LevelFlags } from '../../../../pipelines/cli/sample/level-flags.js';
import { readCascade } from '../../../../pipelines/api/read-cascade.js';

const cascade = readCascade('emoji');

/** The faults of flags, which are all that is wrong. */
function faultsOf(flags: LevelFlags): readonly Fault[] {
  try {
    sampledBy(cascade, flags);
  } catch (error) {
    if (error instanceof HpdmError) return error.faults;
    throw error;
  }
  return [];
}

const pathsOf = (flags: LevelFlags) => faultsOf(flags).map(({ path }) => path);

describe('one fault of several levels is said once', () => {
  test.each<[string, LevelFlags, string]>([
    ['steps', { steps: [0] }, '--steps, levels 0 to 3'],
    ['detail, which is not that of level 0', { detail: [-1] }, '--detail, levels 1 to 3'],
    ['overlap, wrong along two axes of each level', { overlap: [[1]] }, '--overlap, levels 1 to 3'],
    ['overlap below 0 along two axes', { overlap: [[-0.5]] }, '--overlap, levels 1 to 3'],
    ['sampler', { sampler: ['hein'] }, '--sampler, levels 0 to 3'],
    ['schedule', { schedule: ['karas'] }, '--schedule, levels 0 to 3'],
    ['window', { window: ['round'] }, '--window, levels 0 to 3'],
    ['sigma-max', { sigmaMax: [0] }, '--sigma-max, levels 0 to 3'],
    ['threshold', { threshold: [3] }, '--threshold, levels 0 to 3'],
    ['cycle-spin, which is of level 0 alone', { cycleSpin: -1 }, '--cycle-spin, level 0'],
    ['start-from', { startFrom: ['below'] }, '--start-from, levels 1 to 3'],
    ['a flag that one level alone has wrong', { steps: [4, 0, 4, 4] }, '--steps, level 1'],
    ['two levels', { steps: [0, 4, 4, 0] }, '--steps, levels 0 and 3'],
    ['three levels with a gap', { steps: [0, 0, 4, 0] }, '--steps, levels 0, 1 and 3'],
  ])('%s', (_, flags, path) => {
    expect(pathsOf(flags)).toEqual([path]);
  });

  test('with a key that no flag sets', () => {
    const wrong = (level: number) => ({ code: 'E_CASCADE' as const, path: `levels[${level}].eta`, got: '-1' });
    const paths = (...levels: number[]) => faultsOfLevels(levels.map(wrong), {}).map(({ path }) => path);
    expect(paths(0, 1, 2)).toEqual(['eta, levels 0 to 2']);
    expect(paths(1)).toEqual(['levels[1].eta']);
  });
});

test('faults that differ are all said', () => {
  expect(pathsOf({ detail: [1, -1, -2, -2] })).toEqual(['--detail, level 1', '--detail, levels 2 and 3']);
  expect(pathsOf({ steps: [0], detail: [-1], sigmaMin: -1 })).toEqual(
    expect.arrayContaining(['--steps, levels 0 to 3', '--detail, levels 1 to 3', '--sigma-min']),
  );
});

test.each<[LevelFlags, string]>([
  [{ steps: [0] }, '--steps 1'],
  [{ cycleSpin: -1 }, '--cycle-spin 0'],
  [{ sigmaMax: [0] }, '--sigma-max 1'],
  [{ overlap: [[-0.5]] }, '--overlap 0.25x0x0'],
  [{ sampler: ['hein'] }, 'did you mean "heun"?'],
])('advice about %j is what to type', (flags, advice) => {
  expect(faultsOf(flags).slice(0, 1)).toMatchObject([{ try: advice }]);
});
