import { source, type Cascade } from '../dsl/index.js';
import { countParameters, declareParameters, sketchWeights } from '../operators/network/declare-parameters.js';
import { startingValue } from '../operators/network/starting-value.js';
import type { Weights } from '../operators/network/weights.js';
import { tf } from '../operators/tensor/tf.js';
import { cascade } from '../operators/values/cascade.js';
import { network } from '../operators/values/network.js';

/** A network in float32. */
export interface FloatNetwork {
  readonly cascade: Cascade;
  readonly weights: Weights;
}

/** An untrained network: the cost of a step does not depend on the values of the weights. */
export function networkOf(cascade: Cascade): FloatNetwork {
  const weights = declareParameters(cascade).map((declaration) => {
    return [declaration.name, tf.tensor(startingValue(declaration, 0), [...declaration.shape])] as const;
  });
  return { cascade, weights: Object.fromEntries(weights) };
}

/** A source of an untrained network. */
export const untrained = source({
  id: 'bench.network',
  summary: 'An untrained network',
  emits: 'one',
  in: {},
  with: { cascade: cascade('the network') },
  out: { network: network() },
  sketch: ({ cascade }) => ({ network: { cascade, weights: sketchWeights(cascade, true) } }),
  cost: ({ cascade }) => ({ parameters: countParameters(cascade), bytes: 4 * countParameters(cascade) }),
  run: async function* (_, { cascade }) {
    yield { network: networkOf(cascade) };
  },
});
