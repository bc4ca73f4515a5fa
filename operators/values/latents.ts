import type * as tf from '@tensorflow/tfjs';
import type { Kind, Port } from '../../dsl/index.js';

const LATENTS: Kind<tf.Tensor2D | undefined, 'latents'> = {
  name: 'latents',
  tensors: true,
  release: (latents) => latents?.dispose(),
};

/** Latents that left the network's last block, [N·m, z]; nothing where a step does not look at those of the last one. */
export const latents = (): Port<tf.Tensor2D | undefined, 'latents'> => ({ kind: LATENTS });
