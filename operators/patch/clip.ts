import {
  choice,
  counted,
  int,
  levelOf,
  number,
  path,
  refusalsOf,
  source,
  type Cascade,
  type Context,
  type Refusal,
  type Settings,
} from '../../dsl/index.js';
import { inputOf } from '../ffmpeg/input.js';
import { probe } from '../ffmpeg/probe.js';
import { readFrames, type Reading } from '../ffmpeg/read-frames.js';
import { tf } from '../tensor/tf.js';
import { cascade } from '../values/cascade.js';
import { fittedClip, type FittedClip } from '../values/fitted-clip.js';
import { refuseOwnLevel } from '../values/refuse-level.js';
import { checkChannels } from './fit-frames.js';
import { FittedFrames } from './fitted-frames.js';

const parameters = {
  cascade: cascade('sizes and channels of the levels'),
  level: int('last level that the clip stands for', { default: 0, min: 0 }),
  until: int('last level that is sampled, whose frames last as long as those that are read; −1: that of the cascade', {
    ...{ default: -1, min: -1 },
  }),
  path: path('any file, images, address or device that `video.read` reads'),
  start: number('where to begin', { default: 0, min: 0, unit: 'seconds' }),
  fps: number('constant frame rate to make of the clip first; 0: every frame once', {
    ...{ default: 0, min: 0, max: 1000, unit: 'frames per second' },
  }),
  frames: int('read at most this many frames', { default: 16, min: 1 }),
  fit: choice(['crop', 'stretch'], 'how another aspect ratio is made to fit', { default: 'crop' }),
  still: number('frame rate of the levels where the clip has a single frame, which tells no length', {
    ...{ default: 8, min: 0.001, max: 1000, unit: 'frames per second' },
  }),
};

/**
 * A video file that stands for the videos of the first levels, whatever its length, rate, size and colours are. It is read frame by frame,
 * each is brought to the sizes of the levels, and these wait in files of the temporary folder, so that its length takes no memory.
 *
 * What is transparent shows white, as in clips of training. A note says where more of the clip was there, and where it is cropped.
 *
 * out  clip  whose frames `patch.clip-frames` takes
 * fails as `video.read`; E_CHANNELS where the cascade has neither colours nor grey; E_DISK_FULL
 */
export const patchClip = source({
  id: 'patch.clip',
  summary: 'A video file that stands for the videos of the first levels',
  emits: 'one',
  in: {},
  with: parameters,
  out: { clip: fittedClip() },
  check: ({ cascade, level, until }): Refusal[] => [
    ...refuseOwnLevel({ cascade, level }),
    ...refuseOwnLevel({ cascade, level: lastOf(cascade, until) }),
    ...refusalsOf(() => {
      checkChannels(3, cascade.channels, 'with.cascade');
    }),
  ],
  files: ({ path }) => ({ reads: { path } }),
  checkFiles: async ({ path }) => {
    await inputOf(path, 'with.path');
  },
  sketch: ({ cascade, frames }) => ({ clip: sketchOf(cascade, frames) }),
  cost: () => ({}),
  async *run(_, settings, context) {
    const { cascade, level, until, fit, still } = settings;
    const clip = new FittedFrames({ cascade, level, until: lastOf(cascade, until), fit, still });
    try {
      await clip.readAll(readFrames({ ...ALL, ...settings }, context));
      for (const part of await leftOut(clip, settings, context)) context.note(part);
    } catch (error) {
      clip.close();
      throw error;
    }
    yield { clip };
  },
});

/** Whole frames in colour, one at a time: a large one takes much memory as floats. */
const ALL: Omit<Reading, keyof Settings<typeof parameters>> = {
  ...{ size: [], length: 0, channels: 3, chunk: 1, filter: '' },
  ...{ deinterlace: 'auto', damaged: 'refuse', background: '#ffffff' },
};

/** What of a clip is not in the frames that were read: its end, and what is cropped. */
async function leftOut(
  { count, seconds = 0, size: [height, width] }: FittedFrames,
  { cascade, path, frames, start, fit }: Settings<typeof parameters>,
  { node, signal }: Context,
): Promise<readonly string[]> {
  const place = `nodes.${node}.with.path`;
  const whole = count < frames ? undefined : await probe(await inputOf(path, place), path, place, signal);
  const total = (whole?.seconds ?? 0) - start;
  const [, h, w] = levelOf(cascade, 0).size;
  const isOther = Math.abs(width * h - height * w) > Math.max(h, w);
  return [
    // the last frame may be shown for longer
    ...(total > seconds + 1.5 * (seconds / count)
      ? [
          `of the ${round(total)} s of ${path}${start > 0 ? ` from ${start} s on` : ''} the first ${round(seconds)} s are used, ${counted(count, 'frame')}`,
        ]
      : []),
    ...(isOther
      ? [`${path} is ${fit === 'crop' ? 'cropped' : 'stretched'} from ${width}×${height} to the shape of ${w}×${h}`]
      : []),
  ];
}

const round = (seconds: number): number => Number(seconds.toFixed(2));

const lastOf = ({ levels }: Cascade, level: number): number => (level < 0 ? levels.length - 1 : level);

const sketchOf = (cascade: Cascade, count: number): FittedClip => ({
  count,
  frames: (level, numbers) => {
    const [, H, W] = levelOf(cascade, level).size;
    return tf.zeros([1, numbers.length, H, W, cascade.channels]);
  },
  close: () => undefined,
});
