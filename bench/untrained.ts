import { source, type Cascade } from '../dsl/index.js';
import {
  countParameters,
  declareParameters,
  sketchWeights,
  weightBytes,
} from '../operators/network/declare-parameters.js';
import type { Network } from '../operators/network/network.js';
import { inPrecision } from '../operators/network/precision.js';
import { startingValue } from '../operators/network/starting-value.js';
import type { Weights } from '../operators/network/weights.js';
import type { Precision } from '../operators/tensor/precision.js';
import { tf } from '../operators/tensor/tf.js';
import { cascade } from '../operators/values/cascade.js';
import { network } from '../operators/values/network.js';

/** An untrained network, packed as a loaded one is: the cost of a step does not depend on the values of the weights. */
export function untrainedNetwork(cascade: Cascade, precision: Precision = 'float32'): Network {
  const weights = Object.entries(startingWeights(cascade)).map(
    ([name, weight]) => [name, inPrecision(precision, name, weight)] as const,
  );
  return { cascade, precision, weights: Object.fromEntries(weights) };
}

/** Weights with which a training starts. */
export const startingWeights = (cascade: Cascade): Weights =>
  Object.fromEntries(
    declareParameters(cascade).map((declaration) => [
      declaration.name,
      tf.tensor(startingValue(declaration, 0), [...declaration.shape]),
    ]),
  );

/** Free the weights of a network. */
export function disposeNetwork({ weights }: Network): void {
  for (const weight of Object.values(weights)) weight.dispose();
}

const precision: Precision = 'float32';

/** A source of an untrained network. */
export const untrained = source({
  id: 'bench.network',
  summary: 'An untrained network',
  emits: 'one',
  in: {},
  with: { cascade: cascade('the network') },
  out: { network: network() },
  sketch: ({ cascade }) => ({ network: { cascade, precision, weights: sketchWeights(cascade, true, precision) } }),
  cost: ({ cascade }) => ({ parameters: countParameters(cascade), bytes: weightBytes(cascade, precision) }),
  run: async function* (_, { cascade }) {
    yield { network: untrainedNetwork(cascade) };
  },
});
