import type { Kind, Port } from '../../dsl/index.js';
import type { tf } from '../tensor/tf.js';
import type { Timing } from './timing.js';

/** A video file whose frames have the sizes and channels of the first levels of a cascade. */
export interface FittedClip {
  /** Number of its frames. */
  readonly count: number;
  /** That of the video which is made from it. */
  readonly timing?: Timing | undefined;
  /** Some of its frames by their numbers, in the size of a level, [1, n, H, W, C] in [-1, 1]; the caller disposes of them. */
  frames(level: number, numbers: readonly number[]): tf.Tensor5D;
  close(): void;
}

const FITTED_CLIP: Kind<FittedClip, 'clip of levels'> = {
  name: 'clip of levels',
  tensors: true,
  release: (clip) => {
    clip.close();
  },
  companion: { of: ({ timing }) => timing, give: (clip) => clip },
};

/** A video file that stands for the first levels of a cascade. */
export const fittedClip = (): Port<FittedClip, 'clip of levels'> => ({ kind: FITTED_CLIP });
