import type { Cascade } from '../../dsl/index.js';
import type { SharedRows } from '../tensor/members/shared-rows.js';
import type { Precision } from '../tensor/precision.js';
import type { NetworkWeights } from './weights.js';

/** A cascade and the weights of its network. */
export interface Network {
  readonly cascade: Cascade;
  readonly weights: NetworkWeights;
  /** In which kernels are packed, for inference; if left out, all weights are tensors in float32, as in training. */
  readonly precision?: Precision;
  /** The members that make a part of the tiles each when they sample with it; alone if left out. */
  readonly members?: SharedRows;
  /** Close the file that the weights are read from, if they are read whenever they are needed. */
  readonly close?: () => void;
}
