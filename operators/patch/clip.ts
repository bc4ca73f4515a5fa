import {
  choice,
  int,
  levelOf,
  number,
  path,
  refusalsOf,
  source,
  type Cascade,
  type Refusal,
  type Settings,
} from '../../dsl/index.js';
import { inputOf } from '../ffmpeg/input.js';
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
};

/**
 * A video file that stands for the videos of the first levels, whatever its length, rate, size and colours are. It is read frame by frame,
 * each is brought to the sizes of the levels, and these wait in files of the temporary folder, so that its length takes no memory.
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
    const { cascade, level, until, fit } = settings;
    const clip = new FittedFrames({ cascade, level, until: lastOf(cascade, until), fit });
    try {
      await clip.readAll(readFrames({ ...ALL, ...settings }, context));
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
  ...{ deinterlace: 'auto', damaged: 'refuse', background: '#000000' },
};

const lastOf = ({ levels }: Cascade, level: number): number => (level < 0 ? levels.length - 1 : level);

const sketchOf = (cascade: Cascade, count: number): FittedClip => ({
  count,
  frames: (level, numbers) => {
    const [, H, W] = levelOf(cascade, level).size;
    return tf.zeros([1, numbers.length, H, W, cascade.channels]);
  },
  close: () => undefined,
});
