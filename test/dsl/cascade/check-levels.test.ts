import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { itemAt } from '../../../dsl/index.js';
import { checkLevels } from '../../../dsl/cascade/check-levels.js';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';
import { document, reported, type Document } from './reports.js';

const found = (levels: Document['levels'], network: Document['network'] = document.network): string[] => {
  const changed = { ...document, levels, network };
  return reported((report) => {
    checkLevels(changed, resolveCascade(changed), report);
  });
};
const first = { size: [4, 16, 16] } as const;

test('levels that work are not reported', () => {
  expect(found(document.levels)).toEqual([]);
});

test.each<[string, Document['levels'], string[]]>([
  ['the first level is the patch', [{ size: [4, 32, 32] }], ['levels.0.size']],
  ['levels go from coarse to fine', [first, { size: [2, 32, 32] }], ['levels.1.size']],
  ['every level divides the last', [first, { size: [4, 24, 24] }, { size: [4, 32, 32] }], ['levels.1.size']],
  ['the last level is whole patches', [first, { size: [4, 24, 32] }], ['levels.1.size']],
  ['no gaps between tiles', [first, { size: [4, 32, 32], overlap: [0, -0.5, 0] }], ['levels.1.overlap.1']],
  ['tiles get on', [first, { size: [4, 32, 32], overlap: [0, 1, 0] }], ['levels.1.overlap.1']],
  ['eta is for samplers that add noise', [{ ...first, sampler: 'heun', eta: 0.5 }], ['levels.0.eta']],
  ['churn is for samplers that take it', [{ ...first, sampler: 'dpmpp-2m', churn: 40 }], ['levels.0.churn']],
  ['one tile may move', [{ ...first, shift: true }], []],
  ['without churn nothing is churned', [{ ...first, churnMax: 3 }], ['levels.0.churnMax']],
])('%s', (_, levels, trails) => {
  expect(found(levels)).toEqual(trails);
});

test('a tile that no coarser tile holds is reported where levels read each other, and not where they do not', () => {
  const levels = [
    first,
    { size: [4, 32, 32] },
    { size: [4, 32, 48], overlap: [0, 0.25, 0] },
    { size: [4, 64, 96] },
  ] as const;
  expect(found(levels)).toEqual(['levels.2.size']);
  expect(found(levels, { ...document.network, fusion: 'none' })).toEqual([]);
  expect(found(levels, { ...document.network, fusion: 'none', pixels: true })).toEqual(['levels.2.size']);
});

test('tiles are moved only where a tile of the level before contains them wherever they are', () => {
  // level 2 is one and a half times as wide as level 1, whose tiles of 16 hold 24 of its pixels, 12 apart: a tile at 9 is in none
  const levels = [
    first,
    { size: [4, 32, 32], shift: true },
    { size: [4, 64, 48], overlap: [0, 0.5, 0.5], shift: true },
    { size: [4, 128, 96] },
  ] as const;
  expect(found(levels)).toEqual(['levels.2.shift']);
  expect(found(levels, { ...document.network, fusion: 'none' })).toEqual([]);
});

test('tiles that see their own latents are not moved', () => {
  const levels = [first, { size: [4, 32, 32], shift: true }] as const;
  expect(found(levels, { ...document.network, selfCondition: true })).toEqual(['levels.1.shift']);
});

test('so is a tile that only finer levels read', () => {
  // sampled without overlap, every tile of level 2 lies in one of level 1; those that level 3 reads overlap by half
  const levels = [8, 24, 32, 96].map((side) => ({ size: [1, side, side] as const, overlap: [0, 0, 0] as const }));
  const written = { ...document, patch: [1, 8, 8] as const, levels };
  expect(
    reported((report) => {
      checkLevels(written, resolveCascade(written), report);
    }),
  ).toEqual(['levels.2.size']);
});

test('the sizes that docs/cascade.md calls possible are possible', () => {
  const side = fc.record({
    half: fc.integer({ min: 1, max: 9 }),
    factors: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(side, ({ half, factors }) => {
      const patch = [1, 2 * half, 2 * half] as const;
      const sides = factors.reduce<number[]>(
        (all, factor) => [...all, itemAt(all, all.length - 1) * factor],
        [patch[1]],
      );
      const levels = sides.map((length) => ({ size: [1, length, length] as const, overlap: [0, 0.5, 0] as const }));
      const written = { ...document, patch, levels, network: { ...document.network, token: [1, 1, 1] as const } };
      expect(reported((report) => checkLevels(written, resolveCascade(written), report))).toEqual([]);
    }),
  );
});
