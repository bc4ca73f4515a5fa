import { describe, expect, test } from '@jest/globals';
import type { tf } from '../../../operators/tensor/tf.js';
import { fc } from '../../fc.js';
import { coarsest, type Cascade, type Size } from '../../../dsl/index.js';
import type { Origin } from '../../../operators/network/origin.js';
import { patchPyramid } from '../../../operators/patch/pyramid.js';
import { nestedOrigins } from '../../../operators/tiles/nested-origins.js';
import { stream } from '../../../operators/tensor/stream.js';
import { onEveryBackend } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { mixedError, normal } from '../../gradients.js';

const AXES = [0, 1, 2] as const;
const triple = (of: (axis: 0 | 1 | 2) => number): Size => [of(0), of(1), of(2)];

/** Cascades whose levels grow by 1, 2 or 3 per axis, each axis for itself. */
const cascades = fc
  .record({
    patch: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    growth: fc.array(fc.tuple(...AXES.map(() => fc.integer({ min: 1, max: 3 }))), { minLength: 1, maxLength: 3 }),
    time: fc.constantFrom('pick' as const, 'average' as const),
  })
  .map(({ patch, growth, time }) => {
    const sizes = growth.reduce<Size[]>(
      (sizes, by) => [...sizes, triple((axis) => (sizes.at(-1)?.[axis] ?? NaN) * (by[axis] ?? NaN))],
      [patch],
    );
    return smallCascade({
      patch,
      time,
      levels: sizes.map((size) => ({ size })),
      network: { token: [1, 1, 1], levelsPerBlock: [1, 1, sizes.length] },
    });
  });

/** Pixels of the last level under a patch, per axis. */
const extent = ({ patch, levels }: Cascade, level: number): Size =>
  triple((axis) => patch[axis] * (levels[level]?.factor[axis] ?? NaN));

describe('nested patches', () => {
  test('the first is the whole video, and each lies inside the one before, at whole pixels', () => {
    fc.assert(
      fc.property(cascades, fc.integer(), (cascade, seed) => {
        const origins = nestedOrigins(cascade, stream({ seed, purpose: 'patches' }));
        expect(origins).toHaveLength(cascade.levels.length);
        expect(origins[0]).toEqual([0, 0, 0]);
        expect(extent(cascade, 0)).toEqual(cascade.levels.at(-1)?.size);
        origins.forEach((origin, level) => {
          const [parent, outer] =
            level === 0 ? [origin, extent(cascade, 0)] : [origins[level - 1] as Origin, extent(cascade, level - 1)];
          for (const axis of AXES) {
            expect(Number.isInteger(origin[axis])).toBe(true);
            expect(origin[axis]).toBeGreaterThanOrEqual(parent[axis]);
            expect(origin[axis] + extent(cascade, level)[axis]).toBeLessThanOrEqual(parent[axis] + outer[axis]);
          }
        });
      }),
    );
  });

  test('reach every place that is allowed, equally often', () => {
    const cascade = smallCascade({ patch: [2, 4, 4], levels: [{ size: [2, 4, 4] }, { size: [2, 4, 8] }] });
    const starts = Array.from(
      { length: 2000 },
      (_, item) => nestedOrigins(cascade, stream({ seed: 1, purpose: 'patches', item }))[1] ?? [NaN, NaN, NaN],
    );
    const counts = Array.from({ length: 5 }, (_, w) => starts.filter((start) => start[2] === w).length);
    expect(starts.filter(([f, h]) => f !== 0 || h !== 0)).toEqual([]);
    expect(counts.reduce((a, b) => a + b)).toBe(2000);
    // 400 ± 5 standard deviations
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(90);
  });
});

onEveryBackend('patches of a pyramid', () => {
  test('are the area average of what they cover, of time the centred frame or the mean', async () => {
    const videos = 2;
    await fc.assert(
      fc.asyncProperty(cascades, async (cascade) => {
        const [F, H, W] = cascade.levels.at(-1)?.size ?? cascade.patch;
        const video = normal<tf.Tensor5D>('video', [videos, F, H, W, 2]);
        const stage = await patchPyramid.open(settingsOf(patchPyramid.with, { cascade }), testContext({ seed: 3 }));
        const { patches, origins } = await stage.next({ video }, 0);
        const pixels = video.arraySync();
        patches.forEach((patch, level) => {
          const cut = origins[level]?.flatMap((origin, b) => covered(cascade, level, origin, pixels[b] ?? []));
          expect(patch.shape).toEqual([videos, ...cascade.patch, 2]);
          expect(mixedError(patch.dataSync(), cut ?? [])).toBeLessThan(1e-5);
          patch.dispose();
        });
        video.dispose();
      }),
      { numRuns: 10 },
    );
  });
});

/** What a patch of one video should hold, number by number. */
function covered(cascade: Cascade, level: number, origin: Origin, video: number[][][][]): number[] {
  const factor = cascade.levels[level]?.factor ?? [NaN, NaN, NaN];
  const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
  const places = (axis: 0 | 1 | 2, index: number): number[] => {
    const first = origin[axis] + index * factor[axis];
    const pick = axis === 0 && cascade.time === 'pick';
    return pick ? [first + Math.floor(factor[0] / 2)] : range(first, factor[axis]);
  };
  const [f, h, w] = cascade.patch;
  return range(0, f * h * w * 2).map((i) => {
    const [frame, row, column, channel] = [
      Math.floor(i / (2 * w * h)),
      Math.floor(i / (2 * w)) % h,
      Math.floor(i / 2) % w,
      i % 2,
    ];
    const values = places(0, frame).flatMap((a) =>
      places(1, row).flatMap((b) => places(2, column).map((c) => video[a]?.[b]?.[c]?.[channel] ?? NaN)),
    );
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

onEveryBackend('the coarsest level of a cascade, trained alone on videos of the whole one', () => {
  test('gets the patches that it gets in the whole cascade', async () => {
    const whole = smallCascade();
    const { cascade, scale } = coarsest(whole, 1);
    const [F, H, W] = whole.levels.at(-1)?.size ?? whole.patch;
    const video = normal<tf.Tensor5D>('video', [2, F, H, W, 2]);
    const open = async (settings: { cascade: Cascade; scale?: Size }) =>
      await (await patchPyramid.open(settingsOf(patchPyramid.with, settings), testContext())).next({ video }, 0);
    const [all, alone] = [await open({ cascade: whole }), await open({ cascade, scale })];
    expect(alone.patches).toHaveLength(1);
    expect(mixedError((await alone.patches[0]?.data()) ?? [], (await all.patches[0]?.data()) ?? [])).toBeLessThan(1e-6);
    for (const patch of [...all.patches, ...alone.patches, video]) patch.dispose();
  });
});
