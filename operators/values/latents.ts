import type * as tf from '@tensorflow/tfjs';
import type { Kind, Port } from '../../dsl/index.js';

const LATENTS: Kind<tf.Tensor2D | undefined, 'latents'> = {
  name: 'latents',
  tensors: true,
  release: (latents) => latents?.dispose(),
};

/** The latents after the last block of the network, [N·m, z]; absent unless the network conditions on itself. */
export const latents = (): Port<tf.Tensor2D | undefined, 'latents'> => ({ kind: LATENTS, cascade: true });
