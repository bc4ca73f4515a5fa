import type * as tf from '@tensorflow/tfjs';
import { itemAt, levelOf, type Cascade } from '../../dsl/index.js';
import type { LevelInput } from '../network/run-blocks.js';
import { preconditionInput } from './preconditioning.js';

/**
 * The inputs of the network for one noisy patch of every level: c_in · x̃ and c_noise.
 *
 * @param noisy L × [B, f, h, w, C]
 * @param sigma per level and patch
 */
export const preconditionPyramid = (
  cascade: Cascade,
  noisy: readonly tf.Tensor5D[],
  sigma: readonly (readonly number[])[],
): LevelInput[] =>
  noisy.map((patches, level) => ({
    level,
    ...preconditionInput(patches, itemAt(sigma, level), cascade.noise.sigmaData, levelOf(cascade, level).inputScale),
  }));
