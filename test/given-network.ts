import { source } from '../dsl/index.js';
import { cascade } from '../operators/values/cascade.js';
import { network } from '../operators/values/network.js';
import { pyramidSizes } from '../operators/values/sizes.js';
import { movedNetwork } from './network.js';

/** A source of a network of which every part matters, for documents that sample. */
export const givenNetwork = source({
  id: 'test.network',
  summary: 'A network none of whose weights is as it starts',
  emits: 'one',
  in: {},
  with: { cascade: cascade('the network') },
  out: { network: network() },
  dimensions: ({ cascade }) => pyramidSizes(cascade),
  run: async function* (_, { cascade }) {
    yield { network: movedNetwork(cascade) };
  },
});
