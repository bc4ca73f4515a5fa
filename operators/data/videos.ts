import { choice, stage } from '../../dsl/index.js';
import { ClipLoader } from '../clips/clip-loader.js';
import { checkCache, clipParameters, lastLevelShape, refuseClips } from '../clips/clip-settings.js';
import { cutBytes } from '../clips/cut-bytes.js';
import { factsOf } from '../clips/facts-of.js';
import { tf } from '../tensor/tf.js';
import { batch } from '../values/batch.js';
import { cascade } from '../values/cascade.js';
import { condition } from '../values/condition.js';
import { nullClasses } from '../network/condition.js';
import { canvasSizes, knownSize } from '../values/sizes.js';
import { rates } from '../values/rates.js';
import { texts } from '../values/texts.js';
import { video } from '../values/video.js';

/**
 * Decode the clips of a batch as whole videos, for previews and measurements. Training needs patches only: `data.patches`.
 *
 * in   batch      B draws
 * out  video      [B, F, H, W, C] in [-1, 1], in the size of the cascade's last level
 *      texts      a caption of each clip, or null: always that of the clip that is shown
 *      condition  classes: the class of each clip, or null
 *      rates      frames per second of each video, or null for stills
 * Clips that cannot be used are replaced or left out with all that is known of them, counted, and listed at the end.
 * fails E_FOLDER, E_CHANNELS, E_COLOUR, E_SETTING_TYPE before the first item; E_CLIPS, E_DISK_FULL
 */
export const dataVideos = stage({
  id: 'data.videos',
  summary: 'Decode clips as whole videos',
  in: { batch: batch() },
  with: {
    cascade: cascade('size of the videos: that of the last level'),
    ...clipParameters,
    wording: choice(['first', 'any'], 'which of several wordings of a caption: the first one, or one by the seed', {
      default: 'any',
    }),
    unusable: choice(
      ['replace', 'skip'],
      'what takes the place of a clip that cannot be used: the next one, or nothing; where a batch has no other, the next one',
      { default: 'replace' },
    ),
  },
  out: { video: video('B', 'F', 'H', 'W', 'C'), texts: texts(), condition: condition(), rates: rates() },
  dimensions: ({ cascade }) => canvasSizes(cascade, cascade.levels.length - 1),
  checkFiles: checkCache,
  check: (settings) => refuseClips(settings, settings.cascade.channels),
  sketch: (_, { B }) => (B === undefined ? {} : { condition: nullClasses(B) }),
  cost: ({ cascade }, sizes) => ({
    bytes: 4 * knownSize(sizes, 'B') * lastLevelShape(cascade).reduce((a, b) => a * b, 1),
  }),
  open: async (settings, context) => {
    const shape = lastLevelShape(settings.cascade);
    const [frames, height, width, channels] = shape;
    const length = frames * height * width * channels;
    const loader = await ClipLoader.open(settings, shape, context);
    return {
      next: async ({ batch }) => {
        const draws = await loader.load(batch, settings.unusable);
        const values = new Float32Array(draws.length * length);
        const whole = { origin: [0, 0, 0], size: [frames, height, width], factor: [1, 1, 1], time: 'pick' } as const;
        await Promise.all(
          draws.map(({ stored, view }, b) =>
            cutBytes(stored, view, width, [{ ...whole, into: values.subarray(b * length, (b + 1) * length) }]),
          ),
        );
        return { video: tf.tensor5d(values, [draws.length, ...shape]), ...factsOf(draws, settings) };
      },
      done: () => {
        loader.report();
      },
      abort: () => {
        loader.close();
      },
    };
  },
});
