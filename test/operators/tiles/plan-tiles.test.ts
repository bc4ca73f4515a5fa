import { describe, expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { readCascade } from '../../../dsl/index.js';
import { processBytes } from '../../../operators/tensor/process-bytes.js';
import { contextBytes, holdsWeights, planTiles } from '../../../operators/tiles/plan-tiles.js';
import { plansOfCascade } from '../../../pipelines/plan/plans-of-cascade.js';
import { presets } from '../../../pipelines/presets.js';

const GIB = 2 ** 30;
const ucf = readCascade(presets['ucf101-s'] ?? '', presets);
const load = { cascade: ucf, level: 2, videos: 1, halves: 1 } as const;

describe('how the tiles of a level go through the network', () => {
  test('all of a batch together, and their context kept, where no limit is set', () => {
    expect(planTiles(load, 64, undefined)).toEqual({ kept: true, batch: 64 });
  });

  test('tiles that are moved in every step make their context anew, and are counted where there are most of them', () => {
    const levels = ucf.levels.map((level) => ({ ...level, shift: true }));
    const moving = { ...load, cascade: { ...ucf, levels } };
    expect(planTiles(moving, 64, undefined)).toEqual({ kept: false, batch: 64 });
    expect(planTiles(moving, 64, 64 * GIB)).toMatchObject({ kept: false });
  });

  test('within little memory a few at a time, and their context made anew; at least one goes', () => {
    expect(planTiles(load, 64, 3 * GIB)).toMatchObject({ kept: false });
    expect(planTiles(load, 64, 1)).toEqual({ kept: false, batch: 1 });
  });

  test('more memory never makes it slower', () => {
    const gib = fc.double({ min: 0.1, max: 64, noNaN: true });
    fc.assert(
      fc.property(gib, gib, fc.integer({ min: 1, max: 64 }), (a, b, most) => {
        const sizes = [a, b].sort((x, y) => x - y).map((size) => size * GIB);
        const [less, more] = sizes.map((size) => planTiles(load, most, size));
        expect(more?.batch).toBeLessThanOrEqual(most);
        // weights that come into memory take room from patches, but are no longer read in every call
        if (new Set(sizes.map((size) => holdsWeights(ucf, size))).size === 2) return;
        if (less?.kept === more?.kept) expect(more?.batch).toBeGreaterThanOrEqual(less?.batch ?? NaN);
        else expect(more?.kept).toBe(true);
      }),
    );
  });

  test('guidance doubles the context that is kept', () => {
    expect(contextBytes({ ...load, level: 1, halves: 2 })).toBe(2 * contextBytes({ ...load, level: 1 }));
    // 27 tiles of 4096 tokens, 1024 wide, before the two blocks that level 2 goes through
    expect(contextBytes({ ...load, level: 1 })).toBe(27 * 4096 * 1024 * 2 * 4);
  });
});

test.each([
  ['ucf101-s', 3],
  ['ucf101-s', 4],
  ['ucf101-s', 8],
  ['t2v-1k', 8],
])('the whole plan of %s keeps within %d GiB', async (name, size) => {
  const [sampling] = await plansOfCascade(presets[name] ?? '', { most: size * GIB });
  const tensors = sampling?.bytes ?? NaN;
  expect(tensors + processBytes(tensors)).toBeLessThan(size * GIB);
  expect(sampling?.silent).toEqual([]);
});
