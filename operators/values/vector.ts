import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import type { Dimension } from './dimension.js';
import { tensorKind } from './tensor-kind.js';

const VECTOR = tensorKind<tf.Tensor1D, 'vector'>('vector');

/** A vector of numbers. */
export const vector = (size: Dimension): Port<tf.Tensor1D, 'vector'> => ({
  kind: VECTOR,
  dtype: 'float32',
  layout: [size],
});
