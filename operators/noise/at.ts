import { number, stage } from '../../dsl/index.js';
import { unitNoise } from '../diffusion/unit-noise.js';
import { measure } from '../tensor/sketch/measure.js';
import { tf } from '../tensor/tf.js';
import { unbounded } from '../values/unbounded.js';
import { video } from '../values/video.js';

/**
 * Add noise of a given strength to a video: x̃ = x + σ ε. The noise follows from the seed of the run and the number of the video, and does
 * not depend on how many go together.
 *
 * in   video  [B, F, H, W, C]
 * out  noisy  the same shape, of any values; `video.clamp` brings them into [-1, 1]
 * source EDM eq. 1 (noise is added, the data are not scaled)
 */
export const noiseAt = stage({
  id: 'noise.at',
  summary: 'Add noise of a given strength to a video',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: { sigma: number('σ, the standard deviation of the noise; the data are in [-1, 1]', { min: 0 }) },
  out: { noisy: unbounded(video('B', 'F', 'H', 'W', 'C')) },
  cost: ({ sigma }, _, { inputs }) => ({ bytes: measure(() => addNoise(inputs.video, sigma, 0, 0), inputs).bytes }),
  open: ({ sigma }, { seed }) => ({
    next: ({ video }, number) => ({ noisy: addNoise(video, sigma, seed, number * video.shape[0]) }),
  }),
});

/** Noise videos; `first` is the number of the first. */
const addNoise = (video: tf.Tensor5D, sigma: number, seed: number, first: number): tf.Tensor5D =>
  tf.tidy(() => tf.add(video, tf.mul(unitNoise(video.shape, { seed, purpose: 'noise at', level: 0, first }), sigma)));
