import type { Cascade } from '../../dsl/index.js';
import type { Weights } from './weights.js';

/** A cascade and the weights of its network. */
export interface Network {
  readonly cascade: Cascade;
  readonly weights: Weights;
  /** Close the file that the weights are read from, if they are read whenever they are needed. */
  readonly close?: () => void;
}
