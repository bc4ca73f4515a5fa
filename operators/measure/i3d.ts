import { int, path, stage, type Refusal } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { features } from '../values/features.js';
import { video } from '../values/video.js';
import { I3D_FEATURES, I3D_SIZE, I3dNetwork } from './i3d-network.js';

/** Frames below which the network has no output. */
const FEWEST = 9;

/**
 * Describe whole videos by I3D, for the Fréchet video distance: their first frames, brought to 224×224 as TensorFlow's bilinear resizing without
 * half-pixel centres does it.
 *
 * in   video     [B, F, H, W, C], C 1 or 3; grey becomes RGB
 * out  features  [B, 1, 400]; of no weights [B, 1, 0]
 * The file of the weights does not come with hpdm: data/checkpoints/rgb_scratch/model.ckpt.data-00000-of-00001 of
 * github.com/google-deepmind/kinetics-i3d (Apache-2.0), which holds the variables of deepmind/i3d-kinetics-400/1 on TensorFlow Hub.
 * fails E_CHANNELS, E_SIZE of fewer than nine frames; E_FILE_MISSING, E_WEIGHTS_OTHER
 * source Unterthiner et al. 2018 (FVD); HPDM §5: the first 16 of 64 frames
 */
export const measureI3d = stage({
  id: 'measure.i3d',
  summary: 'Describe whole videos by I3D, for the Fréchet video distance',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: {
    weights: path('file of the weights; empty: none, and videos are not described', { default: '' }),
    frames: int('first frames of each video that are described', { default: 16, min: FEWEST, unit: 'frames' }),
  },
  out: { features: features() },
  dimensions: ({ weights }) => ({ T: 1, D: weights === '' ? 0 : I3D_FEATURES }),
  check: ({ weights }, { F = FEWEST, C = 3 }): Refusal[] => {
    if (weights === '') return [];
    const [few, other] = [F < FEWEST, C !== 1 && C !== 3];
    return [
      ...(few
        ? [{ code: 'E_SIZE' as const, path: 'in.video', expected: `${FEWEST} frames or more`, got: `${F}` }]
        : []),
      ...(other ? [{ code: 'E_CHANNELS' as const, path: 'in.video', expected: '1 or 3', got: `${C}` }] : []),
    ];
  },
  files: ({ weights }) => (weights === '' ? {} : { reads: { weights } }),
  // the first layer and what it is made of: [16, 224, 224, 3] and [8, 112, 112, 64], twice
  cost: ({ weights, frames }) => (weights === '' ? {} : { bytes: 4 * 2 * frames * (224 * 224 * 3 + 112 * 112 * 32) }),
  open: async ({ weights, frames }) => {
    const network = weights === '' ? undefined : await I3dNetwork.load(weights);
    const free = () => {
      network?.dispose();
    };
    return {
      next: ({ video }) => ({
        features: network ? describe(network, video, frames) : tf.zeros([video.shape[0], 1, 0]),
      }),
      done: free,
      abort: free,
    };
  },
});

/** [B, F, H, W, C] → [B, 1, 400], a video at a time. */
const describe = (network: I3dNetwork, video: tf.Tensor5D, frames: number): tf.Tensor3D =>
  tf.tidy(() => {
    const [B] = video.shape;
    const rows = Array.from({ length: B }, (_, b) => tf.tidy(() => network.features(enlarged(video, b, frames))));
    return tf.reshape(tf.concat(rows), [B, 1, I3D_FEATURES]);
  });

/** The first frames of a video as the network takes them, [1, T, 224, 224, 3]. */
function enlarged(video: tf.Tensor5D, b: number, frames: number): tf.Tensor5D {
  const [, F, H, W, C] = video.shape;
  const T = Math.min(F, frames);
  const own = tf.reshape<tf.Rank.R4>(tf.slice(video, [b, 0, 0, 0, 0], [1, T, -1, -1, -1]), [T, H, W, C]);
  const large = tf.image.resizeBilinear(tf.clipByValue(own, -1, 1), [I3D_SIZE, I3D_SIZE]);
  return tf.reshape(C === 1 ? tf.tile(large, [1, 1, 1, 3]) : large, [1, T, I3D_SIZE, I3D_SIZE, 3]);
}
