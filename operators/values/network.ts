import type { Kind, Port } from '../../dsl/index.js';
import type { Network } from '../network/network.js';

const NETWORK: Kind<Network, 'network'> = {
  name: 'network',
  tensors: true,
  release: ({ weights, close }) => {
    for (const tensor of Object.values(weights)) tensor.dispose();
    close?.();
  },
};

/** The network of a cascade with its weights; it works on patches [f, h, w, C] of L levels. */
export const network = (): Port<Network, 'network'> => ({
  kind: NETWORK,
  layout: ['L', 'f', 'h', 'w', 'C'],
  cascade: true,
});
