import { optional } from '../../dsl/index.js';
import { condition } from './condition.js';
import { network } from './network.js';
import { origins } from './origins.js';
import { pyramid } from './pyramid.js';
import { scalar } from './scalar.js';
import { sigma } from './sigma.js';
import { unbounded } from './unbounded.js';
import { vector } from './vector.js';

/** The inputs of a loss: patches and noisy patches, L × [B, f, h, w, C]; noise levels; offsets; the condition of the B items, null if left out. */
export const lossInputs = {
  patches: pyramid(),
  noisy: unbounded(pyramid()),
  sigma: sigma(),
  origins: origins(),
  condition: optional(condition()),
};

/** The body that computes a loss, for training and for measuring: network and inputs → loss, and loss of every level [L]. */
export const lossBody = {
  in: { network: network(), ...lossInputs },
  out: { loss: scalar(), levels: vector('L') },
};
