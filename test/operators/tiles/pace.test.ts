import { describe, expect, test } from '@jest/globals';
import { contextStarts, parentTile, readCascade, SAMPLERS, type Cascade } from '../../../dsl/index.js';
import { framesOf, mostAtOnce, mostKept, pacesOf, slabStarts, type Pace } from '../../../operators/tiles/pace.js';
import { smallCascade } from '../../cascade.js';

const emoji = readCascade('pipelines/cascades/emoji.yaml');
const without = smallCascade({ levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8] }, { size: [16, 16, 16] }] });
const overlapping: Cascade = {
  ...without,
  levels: without.levels.map((level, i) => ({
    ...level,
    steps: 3,
    ...(i === 2 ? { overlap: [0.5, 0, 0] as const } : {}),
  })),
};
const cascades = { emoji, without, overlapping };

/** The pace of a level, slab by slab. */
const paceOf = (cascade: Cascade, level: number): Pace[] =>
  pacesOf(cascade, cascade.levels.length - 1).map((paces) => paces[level] as Pace);

describe.each(Object.entries(cascades))('the pace of the levels: %s', (_, cascade) => {
  const levels = cascade.levels.map((_, level) => level);

  test('every slab begins once and is finished once, in order; a tile is read by finer levels after it is encoded', () => {
    for (const level of levels) {
      const paces = paceOf(cascade, level);
      const count = slabStarts(cascade, level).length;
      for (const key of ['finished', 'begun', 'encoded'] as const) {
        expect(paces.flatMap(({ [key]: [from, to] }) => (from === to ? [] : [from, to]))).toEqual(
          paces.flatMap(({ [key]: [from, to] }) => (from === to ? [] : [from, to])).sort((a, b) => a - b),
        );
        expect(paces[0]?.[key][0]).toBe(0);
        paces.forEach(({ [key]: [from] }, i) => i > 0 && expect(from).toBe(paces[i - 1]?.[key][1]));
      }
      expect([paces.at(-1)?.finished[1], paces.at(-1)?.begun[1]]).toEqual([count, count]);
      paces.forEach(({ read: [low, high], encoded }) => expect([low <= high, high]).toEqual([true, encoded[1]]));
    }
  });

  test('what a level reads is there: the parents of its active tiles, and their frames', () => {
    for (const level of levels.slice(1)) {
      paceOf(cascade, level).forEach(({ active: [from, to] }, slab) => {
        const { read, finished } = paceOf(cascade, level - 1)[slab] as Pace;
        for (let tile = from; tile < to; tile++) {
          const parent = parentTile(cascade, level, 0, slabStarts(cascade, level)[tile] ?? NaN) ?? NaN;
          expect(parent).toBeGreaterThanOrEqual(read[0]);
          expect(parent).toBeLessThan(read[1]);
          const end = (contextStarts(cascade, level - 1, 0)[parent] ?? NaN) + cascade.patch[0];
          expect(framesOf(cascade, level - 1, [0, finished[1]])[1]).toBeGreaterThanOrEqual(end);
        }
      });
    }
  });

  test('the last level is handed on slab by slab, or, where its tiles reach the end, at once', () => {
    const last = cascade.levels.length - 1;
    paceOf(cascade, last).forEach(({ finished }, slab) => {
      expect(finished[1]).toBeGreaterThan(slab);
      if (cascade.levels[last]?.overlap[0] === 0) expect(finished).toEqual([slab, slab + 1]);
    });
  });
});

test('without overlap along time, no more than a slab is sampled at a time, whatever the length', () => {
  expect(mostAtOnce(without, 2, 2)).toMatchObject({ active: 1, frames: 2 });
  expect(mostAtOnce(without, 2, undefined)).toMatchObject({ active: 8, frames: 16 });
});

test('with overlap, as many tiles beyond a slab are begun as the sampler makes estimates', () => {
  const { sampler, steps } = overlapping.levels[2] ?? { sampler: 'euler', steps: 0 };
  expect(SAMPLERS[sampler].calls(steps)).toBe(3);
  // tiles of 2 frames, 1 apart: one tile reaches the next slab
  expect(paceOf(overlapping, 2)[0]).toMatchObject({ finished: [0, 1], active: [0, 3], begun: [0, 4] });
  expect(paceOf(overlapping, 2)[5]).toMatchObject({ finished: [5, 6], active: [5, 8], begun: [8, 9] });
});

test('between slabs nothing is kept of a level that is finished as far as it has begun', () => {
  expect(mostKept(without, 2, 2)).toEqual({ frames: 0, tiles: 0, finished: 0, read: 0 });
  // a tile of level 1 is 4 of the last level's slabs; its context tiles start every frame
  expect(mostKept(without, 1, 2)).toMatchObject({ frames: 0, tiles: 0 });
});

test('with overlap, the slabs that have begun are kept, as many as the sampler makes estimates, and all tiles but those over the last', () => {
  expect(mostKept(overlapping, 2, 2)).toMatchObject({ frames: 3, tiles: 2 });
});
