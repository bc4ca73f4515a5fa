import { expect, test } from '@jest/globals';
import { canvasSizes, knownSize, patchSizes, pyramidSizes, tilingSizes } from '../../../operators/values/sizes.js';
import { smallCascade } from '../../cascade.js';

/** Patches of 2 × 4 × 4 on levels of 2 × 4 × 4, 4 × 8 × 8 and 8 × 16 × 16, in two channels, without overlap. */
const cascade = smallCascade({
  levels: [{ size: [2, 4, 4] }, { size: [4, 8, 8] }, { size: [8, 16, 16], overlap: [0, 0, 0] }],
});

test('sizes of a canvas, a patch and a pyramid are those of the cascade', () => {
  expect(canvasSizes(cascade, 1)).toEqual({ F: 4, H: 8, W: 8, C: 2 });
  expect(patchSizes(cascade)).toEqual({ f: 2, h: 4, w: 4, C: 2 });
  expect(pyramidSizes(cascade)).toEqual({ L: 3, f: 2, h: 4, w: 4, C: 2 });
});

test('without overlap, 8 × 16 × 16 holds 64 tiles of 2 × 4 × 4', () => {
  expect(tilingSizes(cascade, 2, 8)).toEqual({ H: 16, W: 16, C: 2, f: 2, h: 4, w: 4, P: 64 });
});

test('a level that does not exist has no sizes; that it is wrong is reported elsewhere', () => {
  expect(canvasSizes(cascade, 3)).toEqual({});
  expect(tilingSizes(cascade, 2, 2)).toMatchObject({ P: 16 });
  expect(tilingSizes(cascade, 2, undefined)).not.toHaveProperty('P');
  expect(tilingSizes(cascade, 3, 8)).toEqual(patchSizes(cascade));
});

test('a cost that depends on a size which only the run tells is not known, instead of nothing', () => {
  expect(knownSize({ B: 3 }, 'B')).toBe(3);
  expect(() => knownSize({}, 'B')).toThrow('B is not known before the run');
});
