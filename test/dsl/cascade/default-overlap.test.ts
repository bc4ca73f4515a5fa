import { expect, test } from '@jest/globals';
import { axisStarts } from '../../../dsl/cascade/axis-starts.js';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';
import { defaultOverlap } from '../../../dsl/cascade/default-overlap.js';
import { parentTile } from '../../../dsl/cascade/parent-tile.js';
import { fc } from '../../fc.js';

const overlap = (patch: number, token: number): number =>
  defaultOverlap({ patch, token, own: 4 * patch, before: patch });

test.each([
  // patch, token, stride
  [16, 4, 9],
  [64, 4, 33],
  [36, 3, 19],
  [72, 3, 37],
  [128, 4, 65],
  [16, 1, 8], // no grid to hide
  [15, 5, 8],
  [6, 6, 5],
  [4, 4, 3],
  [2, 2, 1],
])('tiles of %i with tokens of %i start every %i pixels', (patch, token, stride) => {
  const [, second] = axisStarts(4 * patch, patch, overlap(patch, token));
  expect(second).toBe(stride);
});

test('a patch of one pixel does not overlap', () => {
  expect(axisStarts(4, 1, overlap(1, 1))).toEqual([0, 1, 2, 3]);
});

const sizes = fc.record({ token: fc.integer({ min: 1, max: 12 }), tokens: fc.integer({ min: 1, max: 24 }) });

test('whatever the patch and the token, the borders of tokens lie at every pixel of the grid in some tile, and tiles share nearly half', () => {
  fc.assert(
    fc.property(sizes, ({ token, tokens }) => {
      const patch = token * tokens;
      const starts = axisStarts(patch * 30, patch, overlap(patch, token));
      const [, stride = NaN] = starts;
      const remainders = new Set(Array.from({ length: token }, (_, i) => (i * stride) % token));
      expect(remainders.size).toBe(token);
      expect(stride).toBeGreaterThanOrEqual(patch / 2);
      expect(stride).toBeLessThanOrEqual(patch / 2 + 2);
      expect(patch === 1 || stride < patch).toBe(true);
    }),
  );
});

const legal = fc.record({
  token: fc.integer({ min: 1, max: 6 }),
  tokens: fc.integer({ min: 1, max: 8 }),
  factors: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
});

test('every tile of a level lies inside one of the level before, whatever whole factors lie between them', () => {
  fc.assert(
    fc.property(legal, ({ token, tokens, factors }) => {
      const patch = token * tokens;
      const heights = factors.reduce((all, factor) => [...all, (all.at(-1) ?? patch) * factor], [patch]);
      const cascade = resolveCascade({
        cascade: 1,
        patch: [1, patch, 1],
        levels: heights.map((height) => ({ size: [1, height, 1] as const })),
        network: { token: [1, token, 1], width: 4, latents: 1, heads: 1, blocks: 1 },
      });
      cascade.levels.forEach(({ size, overlap }, level) => {
        if (level === 0) return;
        const starts = axisStarts(size[1], patch, overlap[1]);
        expect(starts.filter((start) => parentTile(cascade, level, 1, start) === undefined)).toEqual([]);
      });
    }),
  );
});
