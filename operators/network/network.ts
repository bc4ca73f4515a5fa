import type { Cascade } from '../../dsl/index.js';
import type { Weights } from './weights.js';

/** A cascade and the weights of its network. */
export interface Network {
  readonly cascade: Cascade;
  readonly weights: Weights;
}
