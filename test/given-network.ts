import { source, type Cascade } from '../dsl/index.js';
import type { Network } from '../operators/network/network.js';
import { cascade } from '../operators/values/cascade.js';
import { network } from '../operators/values/network.js';
import { pyramidSizes } from '../operators/values/sizes.js';
import { movedNetwork } from './network.js';

/** A source of a network that is made from its cascade, for documents that sample. */
export const sourceOf = (make: (cascade: Cascade) => Network) =>
  source({
    id: 'test.network',
    summary: 'A network',
    emits: 'one',
    in: {},
    with: { cascade: cascade('the network') },
    out: { network: network() },
    dimensions: ({ cascade }) => pyramidSizes(cascade),
    run: async function* (_, { cascade }) {
      yield { network: make(cascade) };
    },
  });

/** A source of a network of which every part matters: none of its weights is as it starts. */
export const givenNetwork = sourceOf(movedNetwork);
