import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Cascade, Settings } from '../../../dsl/index.js';
import { patchClip } from '../../../operators/patch/clip.js';
import { patchClipFrames } from '../../../operators/patch/clip-frames.js';
import { patchFit } from '../../../operators/patch/fit.js';
import { toTensor } from '../../../operators/pixels/to-tensor.js';
import { framesBegun } from '../../../operators/tiles/frames-begun.js';
import { slabStarts } from '../../../operators/tiles/pace.js';
import type { Slab } from '../../../operators/tiles/slab.js';
import type { FittedClip } from '../../../operators/values/fitted-clip.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { mixedError } from '../../gradients.js';
import { ffmpeg, readWhole, scratch } from '../video/clips.js';

const { folder, remove } = scratch();
const path = join(folder, 'clip.mp4');
beforeAll(() => ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=48x32:rate=10:duration=4', '-pix_fmt', 'yuv420p', path));
afterAll(remove);

const cascadeOf = (time: 'pick' | 'average'): Cascade => smallCascade({ channels: 3, time, frames: 16 });

type Given = Partial<Settings<typeof patchClip.with>>;

/** The clip of `patch.clip`; to be closed. */
async function clipOf(given: Given): Promise<FittedClip> {
  const settings = settingsOf(patchClip.with, { cascade: cascadeOf('pick'), path, ...given });
  const clips: FittedClip[] = [];
  for await (const { clip } of patchClip.run({}, settings, testContext(), 0)) clips.push(clip);
  expect(clips.length).toBe(1);
  return clips[0] as FittedClip;
}

onTensorflow('patch.clip-frames', () => {
  test.each<['pick' | 'average', number, 'crop' | 'stretch']>([
    ['pick', 40, 'crop'],
    ['pick', 16, 'stretch'],
    ['pick', 9, 'crop'],
    ['average', 37, 'crop'],
    ['average', 3, 'stretch'],
  ])(
    'gives what patch.fit makes of the whole video, whole and slab by slab (%s, %i frames, %s)',
    async (time, frames, fit) => {
      const cascade = cascadeOf(time);
      const before = tf.memory().numTensors;
      const clip = await clipOf({ cascade, level: 1, frames, fit });
      expect(tf.memory().numTensors).toBe(before);
      const video = toTensor(await readWhole({ path, frames }));
      for (const level of [0, 1]) {
        const expected = patchFit.run({ video }, settingsOf(patchFit.with, { cascade, level, fit, count: 2 })).video;
        const settings = settingsOf(patchClipFrames.with, { cascade, level, count: 2 });
        const whole = patchClipFrames.run({ clip, slab: undefined }, settings).video;
        expect(whole.shape).toEqual(expected.shape);
        expect(mixedError(await whole.data(), await expected.data())).toBeLessThan(1e-5);
        const slabs = slabStarts(cascade, 2).map((_, number): Slab => {
          return { number, level: 2, isLast: false, videos: { first: 4, count: 2, of: 6, from: 0 } };
        });
        const own = settingsOf(patchClipFrames.with, { cascade, level });
        const parts = slabs.map((slab) => patchClipFrames.run({ clip, slab }, own).video);
        expect(parts.map(({ shape }) => shape[1])).toEqual(
          slabs.map((slab) => {
            const [from, to] = framesBegun(cascade, level, slab);
            return to - from;
          }),
        );
        const all = tf.concat<tf.Tensor5D>(parts, 1);
        expect(mixedError(await all.data(), await expected.data())).toBeLessThan(1e-5);
      }
      clip.close();
    },
  );
});

describe('what check knows', () => {
  test('is the size of the level; with slabs, not its frames and videos', () => {
    const settings = settingsOf(patchClipFrames.with, { cascade: cascadeOf('pick'), level: 1, count: 3 });
    expect(patchClipFrames.dimensions?.(settings, {}, [])).toEqual({ B: 3, n: 8, H: 8, W: 8, C: 3 });
    expect(patchClipFrames.dimensions?.(settings, {}, ['slab'])).toEqual({ H: 8, W: 8, C: 3 });
    const codes = (given: object, known: Readonly<Record<string, number>>) =>
      patchClipFrames
        .check?.(settingsOf(patchClipFrames.with, { cascade: cascadeOf('pick'), ...given }), known, ['slab'])
        .map(({ code }) => code);
    expect(codes({ level: 3 }, {})).toEqual(['E_LEVEL']);
    expect(codes({ count: 3 }, { B: 4 })).toEqual(['E_SETTING_TYPE']);
  });
});
