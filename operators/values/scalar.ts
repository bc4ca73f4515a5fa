import type * as tf from '@tensorflow/tfjs';
import type { Port } from '../../dsl/index.js';
import { tensorKind } from './tensor-kind.js';

const SCALAR = tensorKind<tf.Scalar, 'scalar'>('scalar');

/** A single number to be differentiated. */
export const scalar = (): Port<tf.Scalar, 'scalar'> => ({ kind: SCALAR, dtype: 'float32', layout: [] });
