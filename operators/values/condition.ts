import type { Kind, Port } from '../../dsl/index.js';
import type { Condition } from '../network/condition.js';

const CONDITION: Kind<Condition, 'condition'> = {
  name: 'condition',
  tensors: true,
  release: (condition) => {
    if (condition.kind !== 'text') return;
    for (const texts of [condition, condition.negative]) {
      texts?.tokens.dispose();
      texts?.mask.dispose();
      texts?.pooled.dispose();
    }
  },
};

/** The condition of B videos, one entry per video: a class, or a text as tokens [B, T, D] with their mask [B, T] and as a vector [B, D]. */
export const condition = (): Port<Condition, 'condition'> => ({ kind: CONDITION, layout: ['B'] });
