import { builtIn } from '../pipelines/built-in.js';
import { cascadeFile } from './cascade-file.js';

/**
 * Cascades whose sampling is measured, in a form that takes minutes. ucf101-s has tiles of its own size, but one at level 1 and three that overlap at
 * level 2, in place of hundreds: each costs the same. Only what is done once weighs more than in a whole video, where a coarser tile serves many.
 */
export const SAMPLED_CASCADES = {
  mnist: { extends: cascadeFile('mnist') },
  'mnist-paper': { extends: cascadeFile('mnist-paper') },
  'ucf101-s': {
    extends: builtIn('cascades/ucf101-s.yaml'),
    levels: { 1: { size: [16, 64, 64] }, 2: { size: [16, 64, 128] } },
  },
  tiny: {
    extends: cascadeFile('mnist-paper'),
    levels: { 1: { size: [4, 32, 16] }, 2: { size: [4, 32, 32] } },
    network: { width: 16, latents: 4, latentWidth: 16, layers: 1 },
  },
} as const satisfies Readonly<Record<string, object>>;
