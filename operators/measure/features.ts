import { int, refusalsOf, stage } from '../../dsl/index.js';
import { resample } from '../tensor/resample.js';
import { resizeMatrix } from '../tensor/resize-matrix.js';
import { tf } from '../tensor/tf.js';
import { centred } from '../pixels/centred.js';
import { checkChannels } from '../pixels/video-bytes.js';
import { features } from '../values/features.js';
import { video } from '../values/video.js';
import { FEATURES, INPUT_SIZE, Mobilenet } from './mobilenet.js';

/** Frames per call of the network. */
const CHUNK = 64;

/**
 * Describe frames by features of a network that was trained on ImageNet (MobileNet v1 of width 0.25), for Fréchet distances.
 *
 * in   video     [B, F, H, W, C], C 1 or 3; frames are brought to 128×128 as Pillow's bilinear filter does, grey ones become RGB
 * out  features  [B, T, 256], of all frames or of T that are evenly spread
 * fails E_CHANNELS
 */
export const measureFeatures = stage({
  id: 'measure.features',
  summary: 'Describe the frames of videos by features of MobileNet',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: { frames: int('frames of each video, evenly spread; 0: all', { default: 0, min: 0, unit: 'frames' }) },
  out: { features: features() },
  dimensions: ({ frames }, { F }) => ({ D: FEATURES, ...(F === undefined ? {} : { T: chosen(F, frames).length }) }),
  check: (_, { C }) => refusalsOf(() => C !== undefined && checkChannels(C, 'in.video', `C = ${C}`)),
  // the widest activation is that of the first pointwise convolution, 64×64×16; two are alive at a time
  cost: (_, __, { inputs: { video } }) => ({ bytes: 4 * (2 * video.size + 2 * CHUNK * 64 * 64 * 16) }),
  open: async ({ frames }) => {
    const network = await Mobilenet.load();
    const free = () => {
      network.dispose();
    };
    return { next: ({ video }) => ({ features: describe(network, video, frames) }), done: free, abort: free };
  },
});

/** The frames to describe: all of them if 0 are wanted. */
const chosen = (count: number, wanted: number): number[] => centred(count, wanted === 0 ? count : wanted);

/** [B, F, H, W, C] → [B, T, D] */
function describe(network: Mobilenet, video: tf.Tensor5D, wanted: number): tf.Tensor3D {
  const [B, F] = video.shape;
  const frames = chosen(F, wanted);
  const all = Array.from({ length: B }, (_, b) => frames.map((f) => [b, f] as const)).flat();
  return tf.tidy(() => {
    const rows: tf.Tensor2D[] = [];
    for (let first = 0; first < all.length; first += CHUNK) {
      const few = all.slice(first, first + CHUNK);
      rows.push(tf.tidy(() => network.features(tf.concat(few.map(([b, f]) => picture(video, b, f))))));
    }
    return tf.reshape(tf.concat(rows), [B, frames.length, FEATURES]);
  });
}

/** A frame as the network takes it, [1, 128, 128, 3]. */
function picture(video: tf.Tensor5D, b: number, f: number): tf.Tensor4D {
  const [, , H, W, C] = video.shape;
  const frame = tf.slice(video, [b, f, 0, 0, 0], [1, 1, -1, -1, -1]);
  const along = (length: number): tf.Tensor3D => resizeMatrix(length, { from: 0, length }, INPUT_SIZE, 'bilinear');
  const axes = { f: undefined, h: along(H), w: along(W) };
  const large = tf.clipByValue(resample(frame, axes), -1, 1);
  return tf.reshape(C === 1 ? tf.tile(large, [1, 1, 1, 1, 3]) : large, [1, INPUT_SIZE, INPUT_SIZE, 3]);
}
