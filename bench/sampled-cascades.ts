import { builtIn } from '../pipelines/built-in.js';

/** Cascades whose sampling is measured, in a form that takes minutes: ucf101-s has tiles of its own size, but few of them. */
export const SAMPLED_CASCADES = {
  mnist: { extends: builtIn('cascades/mnist.yaml') },
  'ucf101-s': {
    extends: builtIn('cascades/ucf101-s.yaml'),
    levels: { 1: { size: [16, 64, 128], overlap: [0, 0, 0] }, 2: { size: [16, 128, 128], overlap: [0, 0, 0] } },
  },
  tiny: {
    extends: builtIn('cascades/mnist.yaml'),
    levels: { 1: { size: [4, 32, 16] }, 2: { size: [4, 32, 32] } },
    network: { width: 16, latents: 4, latentWidth: 16, layers: 1 },
  },
} as const satisfies Readonly<Record<string, object>>;
