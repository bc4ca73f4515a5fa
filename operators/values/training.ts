import type { Kind, Port } from '../../dsl/index.js';
import { disposeState, type TrainingState } from '../training/training-state.js';

const TRAINING: Kind<TrainingState, 'training'> = { name: 'training', tensors: true, release: disposeState };

/** The state of a training after an item. */
export const training = (): Port<TrainingState, 'training'> => ({ kind: TRAINING });
