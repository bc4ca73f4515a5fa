import type { Declaration } from '../network/declaration.js';
import type { Weights } from '../network/weights.js';
import { HpdmError, type Cascade } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import type { AdamWState } from './adamw.js';
import { split } from './join.js';
import type { Lent } from './lent.js';
import type { Optimiser } from './optimiser.js';
import type { RateCounts } from './usual-rate.js';

/** The vectors of a training, each [P]. A checkpoint must contain all of them, so that a run continues bit for bit. */
export type TrainingVectors = AdamWState;

/** Their names, in the order in which members exchange them. */
export const VECTORS = ['parameters', 'average', 'mean', 'variance'] as const satisfies (keyof TrainingVectors)[];

/** What is the same in all steps of a training. */
export interface TrainingIdentity {
  readonly cascade: Cascade;
  readonly seed: number;
  readonly optimiser: Optimiser;
  /** The parameters in the order of the vectors; those that decay come first. */
  readonly declarations: readonly Declaration[];
  /** The data it is trained on, as the settings of the nodes that make them: `digits.batch` and the setting as text. */
  readonly data: Readonly<Record<string, string>>;
  /** The settings of the training, for those who read a checkpoint. */
  readonly recipe: Readonly<Record<string, string | number>>;
  /** Names of the classes, by number; undefined where they are not known. */
  readonly classes?: readonly string[];
}

/** The numbers that a training counts. */
export interface Counters {
  /** Optimiser steps done. */
  readonly step: number;
  /** Items seen: the number of the next one. */
  readonly items: number;
  /** Steps left out because their loss or gradient was not finite. */
  readonly skipped: number;
  /** Seconds of training, all parts of the run together. */
  readonly seconds: number;
  /** Clips of one item; 0 before the first. */
  readonly batch: number;
  /** Batches per step. */
  readonly accumulate: number;
  /** Mean loss of about the last 100 steps; NaN before the first. */
  readonly loss: number;
  /** How many clips were drawn at each frame rate, as far as it is known. */
  readonly rates: RateCounts;
}

/** The measurements of one step. */
export interface StepReport {
  readonly step: number;
  readonly loss: number;
  readonly levels: readonly number[];
  readonly norm: number;
  readonly rate: number;
}

/** A training after a step. */
export interface TrainingState extends TrainingIdentity, Counters {
  /** Each [P]; where members divide them, and `wholeFor` is empty, all but the parameters are those of a part. */
  readonly vectors: TrainingVectors;
  /** Where members divide the vectors: the nodes that look at them after this step, for which they are whole. Undefined: whole for all. */
  readonly wholeFor?: readonly string[];
  /** Of whole vectors that members otherwise divide: whoever holds them. The training waits until nobody does. */
  readonly lent?: Lent;
  /** What the step measured; undefined while the batches of a step are gathered. */
  readonly report?: StepReport | undefined;
  /** Loss of every level on clips that are not trained on, if it was measured after this step. */
  readonly heldOut?: readonly number[] | undefined;
}

/** The same state with vectors of its own and further facts; clones of tensors share their memory. */
export function copyState(state: TrainingState, more: Partial<TrainingState> = {}): TrainingState {
  state.lent?.take();
  return { ...state, ...more, vectors: cloneVectors(state.vectors) };
}

/** Clones of vectors, which share their memory. */
export const cloneVectors = ({ parameters, mean, variance, average }: TrainingVectors): TrainingVectors => ({
  parameters: tf.clone(parameters),
  mean: tf.clone(mean),
  variance: tf.clone(variance),
  average: tf.clone(average),
});

/** Free the vectors of a state. */
export const disposeState = ({ vectors, lent }: TrainingState): void => {
  tf.dispose(Object.values(vectors));
  lent?.giveBack();
};

/**
 * The trained weights or their moving average, as named tensors; the caller disposes of them.
 *
 * fails E_MEMBERS for an average that members divide after this step
 */
export function weightsOf(
  { vectors, declarations }: Pick<TrainingState, 'vectors' | 'declarations'>,
  which: 'parameters' | 'average',
): Weights {
  if (vectors[which].size === vectors.parameters.size) return split(vectors[which], declarations);
  throw new HpdmError({
    code: 'E_MEMBERS',
    expected: 'the moving average of all weights',
    got: 'the part that this member holds after this step',
    try: 'a setting `every`, in steps, of the node that reads it: after these steps it is whole',
  });
}
