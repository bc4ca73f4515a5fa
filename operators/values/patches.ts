import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import type { Layout5 } from './dimension.js';
import { tensorKind } from './tensor-kind.js';

const PATCHES = tensorKind<tf.Tensor5D, 'patches'>('patches');

/** Patches of equal size, [B·P, f, h, w, C] float32. */
export const patches = (...layout: Layout5): Port<tf.Tensor5D, 'patches'> => ({
  kind: PATCHES,
  dtype: 'float32',
  layout,
  cascade: true,
});
