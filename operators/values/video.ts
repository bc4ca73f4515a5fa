import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import type { Layout5 } from './dimension.js';
import { tensorKind } from './tensor-kind.js';

const VIDEO = tensorKind<tf.Tensor5D, 'video'>('video');

/** A video: float32 in [-1, 1]. */
export const video = (...layout: Layout5): Port<tf.Tensor5D, 'video'> => ({
  kind: VIDEO,
  dtype: 'float32',
  layout,
  range: [-1, 1],
});
