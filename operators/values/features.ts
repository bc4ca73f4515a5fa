import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import { tensorKind } from './tensor-kind.js';

const FEATURES = tensorKind<tf.Tensor3D, 'features'>('features');

/** Vectors that describe the frames of B videos, [B, T, D]: T frames, D features of each. */
export const features = (): Port<tf.Tensor3D, 'features'> => ({
  kind: FEATURES,
  dtype: 'float32',
  layout: ['B', 'T', 'D'],
});
