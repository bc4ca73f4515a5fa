import { choice, path, source } from '../../dsl/index.js';
import { countParameters, sketchWeights } from '../network/declare-parameters.js';
import { cascade } from '../values/cascade.js';
import { network } from '../values/network.js';
import { pyramidSizes } from '../values/sizes.js';
import { checkWeights, loadWeights } from '../training/load-weights.js';

/**
 * Load a trained network.
 *
 * out  network
 * fails E_CHECKPOINT_MISSING; E_CHECKPOINT_OTHER, with the difference, when it was trained for another cascade
 */
export const denoiseLoad = source({
  id: 'denoise.load',
  summary: 'Load a trained network from a checkpoint',
  emits: 'one',
  in: {},
  with: {
    cascade: cascade('the cascade that the network was trained for'),
    checkpoint: path('a checkpoint folder, the folder of a training run, or a .safetensors file'),
    weights: choice(['average', 'trained'], 'the moving average of the weights, or the weights of the last step', {
      default: 'average',
    }),
  },
  out: { network: network() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  files: ({ checkpoint }) => ({ reads: { checkpoint } }),
  sketch: ({ cascade }) => ({ network: { cascade, weights: sketchWeights(cascade) } }),
  cost: ({ cascade }) => {
    const parameters = countParameters(cascade);
    return { parameters, bytes: 4 * parameters };
  },
  checkFiles: ({ cascade, checkpoint, weights }) => checkWeights(cascade, checkpoint, weights),
  run: async function* (_, { cascade, checkpoint, weights }) {
    yield { network: { cascade, weights: await loadWeights(cascade, checkpoint, weights) } };
  },
});
