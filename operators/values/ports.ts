import type * as tf from '@tensorflow/tfjs';
import type { Kind, Port } from '../../dsl/index.js';
import type { Condition } from '../network/condition.js';
import type { Network } from '../network/denoiser.js';
import type { Origin } from '../network/region.js';
import type { Training } from '../training/training.js';

/** Frames as raw bytes, rgb24 or gray8, one after the other; no tensor is made where none is needed. */
export interface Frames {
  readonly width: number;
  readonly height: number;
  /** Bytes per pixel: 3 (rgb24) or 1 (gray8). */
  readonly channels: 1 | 3;
  readonly count: number;
  /** count · height · width · channels bytes. */
  readonly data: Uint8Array;
  /** Takes the memory back for further frames: `data` is valid until the frames are released. */
  readonly recycle?: () => void;
}

const tensorKind = <T extends tf.Tensor, N extends string>(name: N): Kind<T, N> => ({
  name,
  tensors: true,
  release: (tensor) => {
    tensor.dispose();
  },
});
const plainKind = <T, N extends string>(name: N): Kind<T, N> => ({ name, tensors: false, release: () => undefined });

const VIDEO = tensorKind<tf.Tensor5D, 'video'>('video');
const PATCHES = tensorKind<tf.Tensor5D, 'patches'>('patches');
const FRAMES: Kind<Frames, 'frames'> = {
  name: 'frames',
  tensors: false,
  release: ({ recycle }) => {
    recycle?.();
  },
};

type Dimension = string | number;

/** A video: float32 in [-1, 1]. */
export const video = (
  ...layout: [Dimension, Dimension, Dimension, Dimension, Dimension]
): Port<tf.Tensor5D, 'video'> => ({
  kind: VIDEO,
  dtype: 'float32',
  layout,
  range: [-1, 1],
});

/** The same port for values that may leave the range: noise, what noise was added to, a network's output. */
export const unbounded = <T, N extends string>({ kind, dtype, layout }: Port<T, N>): Port<T, N> => ({
  kind,
  ...(dtype === undefined ? {} : { dtype }),
  ...(layout === undefined ? {} : { layout }),
});

/** Patches of equal size, [B·P, f, h, w, C] float32. */
export const patches = (
  ...layout: [Dimension, Dimension, Dimension, Dimension, Dimension]
): Port<tf.Tensor5D, 'patches'> => ({
  kind: PATCHES,
  dtype: 'float32',
  layout,
});

/** Frames as bytes: count, height, width, bytes per pixel. */
export const frames = (...layout: [Dimension, Dimension, Dimension, Dimension] | []): Port<Frames, 'frames'> => ({
  kind: FRAMES,
  dtype: 'uint8',
  layout: layout.length === 0 ? ['n', 'H', 'W', 'C'] : layout,
  range: [0, 255],
});

/** One tensor [N, f, h, w, C] per level, coarse to fine. */
export type Pyramid = readonly tf.Tensor5D[];

const PYRAMID: Kind<Pyramid, 'pyramid'> = {
  name: 'pyramid',
  tensors: true,
  release: (levels) => {
    for (const level of levels) level.dispose();
  },
};
const ORIGINS = plainKind<readonly (readonly Origin[])[], 'origins'>('origins');
const SIGMA = plainKind<readonly (readonly number[])[], 'sigma'>('sigma');
const NETWORK: Kind<Network, 'network'> = {
  name: 'network',
  tensors: true,
  release: ({ weights }) => {
    for (const tensor of Object.values(weights)) tensor.dispose();
  },
};
const SCALAR = tensorKind<tf.Scalar, 'scalar'>('scalar');
const VECTOR = tensorKind<tf.Tensor1D, 'vector'>('vector');

/** One patch of every level: L tensors [B, f, h, w, C] in [-1, 1]. */
export const pyramid = (): Port<Pyramid, 'pyramid'> => ({
  kind: PYRAMID,
  dtype: 'float32',
  layout: ['L', 'B', 'f', 'h', 'w', 'C'],
  range: [-1, 1],
});

/** Where patches lie: per level, per patch, first frame, row and column in pixels of the last level. */
export const origins = (): Port<readonly (readonly Origin[])[], 'origins'> => ({
  kind: ORIGINS,
  dtype: 'int32',
  layout: ['L', 'B', 3],
});

/** Noise levels: per level, per patch; one for everything while a level is sampled. */
export const sigma = (
  levels: Dimension = 'L',
  patches: Dimension = 'B',
): Port<readonly (readonly number[])[], 'sigma'> => ({
  kind: SIGMA,
  dtype: 'float32',
  layout: [levels, patches],
});

/** A cascade's network with its weights: what it works on are patches [f, h, w, C] of L levels. */
export const network = (): Port<Network, 'network'> => ({ kind: NETWORK, layout: ['L', 'f', 'h', 'w', 'C'] });

/** A single number to be differentiated. */
export const scalar = (): Port<tf.Scalar, 'scalar'> => ({ kind: SCALAR, dtype: 'float32', layout: [] });

/** A vector of numbers. */
export const vector = (size: Dimension): Port<tf.Tensor1D, 'vector'> => ({
  kind: VECTOR,
  dtype: 'float32',
  layout: [size],
});

const CONDITION: Kind<Condition, 'condition'> = {
  name: 'condition',
  tensors: true,
  release: (condition) => {
    if (condition.kind !== 'text') return;
    condition.tokens.dispose();
    condition.mask.dispose();
  },
};

/** What B videos are conditioned on, an entry for each: classes, or text as encoder tokens [B, T, D] with their mask [B, T]. */
export const condition = (): Port<Condition, 'condition'> => ({ kind: CONDITION, layout: ['B'] });

const LATENTS: Kind<tf.Tensor2D | undefined, 'latents'> = {
  name: 'latents',
  tensors: true,
  release: (latents) => latents?.dispose(),
};

/** Latents that left the network's last block, [N·m, z]; nothing where a step does not look at those of the last one. */
export const latents = (): Port<tf.Tensor2D | undefined, 'latents'> => ({ kind: LATENTS });

const TRAINING = plainKind<Training, 'training'>('training');

/** The live state of a training run; it belongs to the step that made it and changes with the next item. */
export const training = (): Port<Training, 'training'> => ({ kind: TRAINING });
