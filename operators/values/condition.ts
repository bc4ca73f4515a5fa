import type { Kind, Port } from '../../dsl/index.js';
import type { Condition } from '../network/condition.js';

const CONDITION: Kind<Condition, 'condition'> = {
  name: 'condition',
  tensors: true,
  release: (condition) => {
    if (condition.kind !== 'text') return;
    condition.tokens.dispose();
    condition.mask.dispose();
  },
};

/** The condition of B videos, one entry per video: a class, or text as encoder tokens [B, T, D] with their mask [B, T]. */
export const condition = (): Port<Condition, 'condition'> => ({ kind: CONDITION, layout: ['B'] });
