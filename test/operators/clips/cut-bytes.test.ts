import { expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { cutBytes, type Cut } from '../../../operators/clips/cut-bytes.js';
import { putStored, scratchFolder } from './media-files.js';

const folder = scratchFolder();
const [frames, rows, columns] = [9, 14, 15];
const bytes = Uint8Array.from({ length: frames * rows * columns * 3 }, (_, i) => (i * i * 31 + i) >> 3);

test('pixels are the mean of what they cover, in the view of the clip, mirrored or not', async () => {
  const small = fc.integer({ min: 1, max: 2 });
  const places = fc.record({
    channels: fc.constantFrom(1 as const, 3 as const),
    time: fc.constantFrom('pick' as const, 'average' as const),
    ...{ factor: fc.tuple(small, small, small), origin: fc.tuple(small, small, small) },
    ...{ top: fc.integer({ min: 0, max: 3 }), left: fc.integer({ min: 0, max: 4 }), flipped: fc.boolean() },
  });
  await fc.assert(
    fc.asyncProperty(places, async ({ channels, time, factor, origin, top, left, flipped }) => {
      const clip = putStored(
        folder,
        'a',
        [frames, rows, columns, channels],
        bytes.subarray(0, frames * rows * columns * channels),
      );
      const view = { frames: [0, 2, 1, 8, 8, 3, 4, 5], top, left, flipped, wording: 0 };
      const cut: Cut = { origin, size: [3, 4, 3], factor, time, into: new Float32Array(3 * 4 * 3 * channels) };
      await cutBytes(clip, view, 9, [cut]);
      const pixel = (f: number, y: number, x: number, c: number): number => {
        const column = left + (flipped ? 8 - x : x);
        return bytes[(((view.frames[f] ?? NaN) * rows + top + y) * columns + column) * channels + c] ?? NaN;
      };
      const range = (n: number): number[] => [...Array(n).keys()];
      const expected = range(3).flatMap((f) =>
        range(4).flatMap((y) =>
          range(3).flatMap((x) =>
            range(channels).map((c) => {
              const times = time === 'pick' ? [Math.floor(factor[0] / 2)] : range(factor[0]);
              const under = times.flatMap((df) =>
                range(factor[1]).flatMap((dy) =>
                  range(factor[2]).map((dx) =>
                    pixel(
                      origin[0] + f * factor[0] + df,
                      origin[1] + y * factor[1] + dy,
                      origin[2] + x * factor[2] + dx,
                      c,
                    ),
                  ),
                ),
              );
              return under.reduce((sum, one) => sum + one, 0) / under.length / 127.5 - 1;
            }),
          ),
        ),
      );
      expected.forEach((value, i) => {
        expect(cut.into[i]).toBeCloseTo(value, 6);
      });
    }),
    { numRuns: 30 },
  );
});
