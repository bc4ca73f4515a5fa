import type * as tf from '@tensorflow/tfjs';
import type { Kind, Port } from '../dsl/index.js';

/** Frames as raw bytes, rgb24 or gray8, one after the other; no tensor is made where none is needed. */
export interface Frames {
  readonly width: number;
  readonly height: number;
  /** Bytes per pixel: 3 (rgb24) or 1 (gray8). */
  readonly channels: 1 | 3;
  readonly count: number;
  /** count · height · width · channels bytes. */
  readonly data: Uint8Array;
}

const tensorKind = <T extends tf.Tensor>(name: string): Kind<T> => ({
  name,
  release: (tensor) => {
    tensor.dispose();
  },
});
const plainKind = <T>(name: string): Kind<T> => ({ name, release: () => undefined });

const VIDEO = tensorKind<tf.Tensor5D>('video');
const PATCHES = tensorKind<tf.Tensor5D>('patches');
const FRAMES = plainKind<Frames>('frames');

type Dimension = string | number;

/** A video: float32 in [-1, 1]. */
export const video = (...layout: [Dimension, Dimension, Dimension, Dimension, Dimension]): Port<tf.Tensor5D> => ({
  kind: VIDEO,
  dtype: 'float32',
  layout,
  range: [-1, 1],
});

/** Patches of equal size, [B·P, f, h, w, C] float32. */
export const patches = (...layout: [Dimension, Dimension, Dimension, Dimension, Dimension]): Port<tf.Tensor5D> => ({
  kind: PATCHES,
  dtype: 'float32',
  layout,
});

/** Frames as bytes. */
export const frames = (): Port<Frames> => ({
  kind: FRAMES,
  dtype: 'uint8',
  layout: ['n', 'H', 'W', 'C'],
  range: [0, 255],
});
