import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import { tensorKind } from './tensor-kind.js';

const CLASSES = tensorKind<tf.Tensor3D, 'classes'>('classes');

/** Probabilities of the K classes of a classifier, [B, n, K]: of n pictures of each of B videos. */
export const classes = (): Port<tf.Tensor3D, 'classes'> => ({
  kind: CLASSES,
  dtype: 'float32',
  layout: ['B', 'n', 'K'],
  range: [0, 1],
});
