import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import { features } from './features.js';

/** A vector that describes each of B whole videos, [B, 1, N]. */
export const wholes = (): Port<tf.Tensor3D, 'features'> => ({ ...features(), layout: ['B', 1, 'N'] });
