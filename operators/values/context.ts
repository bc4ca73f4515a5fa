import type * as tf from '@tensorflow/tfjs';
import type { Kind, Port } from '../../dsl/index.js';
import type { ProjectedParts, SampledContext, StoredTokens } from '../tiles/level-context.js';

const dispose = (stored: readonly (tf.Tensor | StoredTokens | undefined)[]): void => {
  for (const one of stored) one?.dispose();
};

const CONTEXT: Kind<SampledContext, 'context'> = {
  name: 'context',
  tensors: true,
  inWords: (finished) => `the context of ${finished === 1 ? 'level 0' : `levels 0 to ${finished - 1}`}`,
  release: (levels) => {
    for (const { blocks, firstLook, pixels, estimates } of levels)
      dispose([...blocks, ...firstLook, pixels, estimates]);
  },
};
const PROJECTED: Kind<ProjectedParts, 'projected context'> = {
  name: 'projected context',
  tensors: true,
  release: ({ parts }) => {
    for (const { kept, coarser } of parts) {
      for (const { blocks, pixels, base } of kept) dispose([...blocks, pixels, base]);
      CONTEXT.release(coarser);
    }
  },
};

/** Context of B videos from all finished levels, K of them. */
export const context = (finished = 'K'): Port<SampledContext, 'context'> => ({
  kind: CONTEXT,
  layout: [finished, 'B'],
  cascade: true,
});

/** Projected context of the tiles of B videos of one level. */
export const projected = (): Port<ProjectedParts, 'projected context'> => ({
  kind: PROJECTED,
  cascade: true,
});
