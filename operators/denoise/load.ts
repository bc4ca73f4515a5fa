import { choice, path, source } from '../../dsl/index.js';
import { countParameters, sketchWeights, weightBytes } from '../network/declare-parameters.js';
import { peersOf } from '../tensor/members/join-gang.js';
import { SharedRows } from '../tensor/members/shared-rows.js';
import { PRECISIONS } from '../tensor/precision.js';
import { refuseProcessor } from '../tensor/refuse-processor.js';
import { cascade } from '../values/cascade.js';
import { holdsWeights } from '../tiles/plan-tiles.js';
import { memoryLimit } from '../values/memory-limit.js';
import { network } from '../values/network.js';
import { pyramidSizes } from '../values/sizes.js';
import { keptWeights } from '../training/kept-weights.js';
import { checkWeights, weightsInFile } from '../training/load-weights.js';

/**
 * Load a trained network. Where its weights would take more than half of the memory, each is read from the checkpoint whenever it is needed.
 *
 * With the precision bf16, weights and activations are rounded to bfloat16 before they are multiplied, which is faster on processors that have
 * instructions for it: AMX or AVX512-BF16.
 *
 * out  network
 * fails E_CHECKPOINT_MISSING; E_CHECKPOINT_OTHER, with the difference, when it was trained for another cascade; E_PRECISION where
 * nothing computes in bf16: on other processors and backends
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
    precision: choice(PRECISIONS, 'of products of weights and activations; sums and all else are in float32', {
      default: 'float32',
    }),
    memory: memoryLimit(),
  },
  out: { network: network() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  files: ({ checkpoint }) => ({ reads: { checkpoint } }),
  sketch: ({ cascade, memory, precision }) => ({
    network: {
      cascade,
      precision,
      weights: sketchWeights(cascade, holdsWeights(cascade, memory, precision), precision),
    },
  }),
  cost: ({ cascade, memory, precision }) => {
    const parameters = countParameters(cascade);
    if (holdsWeights(cascade, memory, precision)) return { parameters, bytes: weightBytes(cascade, precision) };
    return { parameters, bytes: 0, choice: 'weights read when needed' };
  },
  checkFiles: ({ cascade, checkpoint, weights, precision }) => {
    checkWeights(cascade, checkpoint, weights);
    if (precision === 'bf16') refuseProcessor();
  },
  joins: true,
  run: async function* (_, { cascade, checkpoint, weights, memory, precision }, { share, asked }) {
    const gang = peersOf(share);
    const common = { cascade, ...(gang && { members: new SharedRows(gang, asked) }) };
    if (holdsWeights(cascade, memory, precision)) {
      yield { network: { ...common, precision, weights: await keptWeights(cascade, checkpoint, weights, precision) } };
    } else yield { network: { ...common, ...weightsInFile(cascade, checkpoint, weights, precision) } };
  },
});
