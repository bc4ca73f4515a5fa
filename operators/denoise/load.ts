import { choice, path, source } from '../../dsl/index.js';
import { countParameters, sketchWeights } from '../network/declare-parameters.js';
import { cascade } from '../values/cascade.js';
import { holdsWeights } from '../tiles/plan-tiles.js';
import { memoryLimit } from '../values/memory-limit.js';
import { network } from '../values/network.js';
import { pyramidSizes } from '../values/sizes.js';
import { checkWeights, loadWeights, weightsInFile } from '../training/load-weights.js';

/**
 * Load a trained network. Where its weights would take more than half of the memory, each is read from the checkpoint whenever it is needed.
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
    checkpoint: path(
      'a checkpoint folder, the folder of a training run, a .safetensors file, or weights that come with hpdm: emoji',
    ),
    weights: choice(['average', 'trained'], 'the moving average of the weights, or the weights of the last step', {
      default: 'average',
    }),
    memory: memoryLimit(),
  },
  out: { network: network() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  files: ({ checkpoint }) => ({ reads: { checkpoint } }),
  sketch: ({ cascade, memory }) => ({
    network: { cascade, weights: sketchWeights(cascade, holdsWeights(cascade, memory)) },
  }),
  cost: ({ cascade, memory }) => {
    const parameters = countParameters(cascade);
    if (holdsWeights(cascade, memory)) return { parameters, bytes: 4 * parameters };
    return { parameters, bytes: 0, choice: 'weights read when needed' };
  },
  checkFiles: ({ cascade, checkpoint, weights }) => checkWeights(cascade, checkpoint, weights),
  run: async function* (_, { cascade, checkpoint, weights, memory }) {
    if (holdsWeights(cascade, memory)) {
      yield { network: { cascade, weights: await loadWeights(cascade, checkpoint, weights) } };
    } else yield { network: { cascade, ...weightsInFile(cascade, checkpoint, weights) } };
  },
});
