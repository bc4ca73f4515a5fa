import type { Port } from '../../dsl/index.js';
import type { Training } from '../training/training.js';
import { plainKind } from './plain-kind.js';

const TRAINING = plainKind<Training, 'training'>('training');

/** The state of a training run; it belongs to the step that made it, which changes it with the next item. */
export const training = (): Port<Training, 'training'> => ({ kind: TRAINING });
