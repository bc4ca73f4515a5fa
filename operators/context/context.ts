import type * as tf from '@tensorflow/tfjs';
import type { Kind, Port } from '../../dsl/index.js';
import type { BlockInputs, ProjectedBlocks } from '../network/denoiser.js';
import type { Tiling } from '../patch/tiling.js';

/** What finer levels read from one finished level: the tokens that enter each block, for every tile. */
export interface LevelContext {
  readonly level: number;
  readonly tiling: Tiling;
  /** B, or 2·B with guidance: the videos as their condition has them, then once more as the null condition has them. */
  readonly videos: number;
  /** Per block, [videos·P·n, d] in the order of the tiles; nothing where no finer level reads before the block. */
  readonly blocks: BlockInputs;
}

/** The finished levels, coarse to fine. */
export type SampledContext = readonly LevelContext[];

/** Context of one level's tiles, projected and ready to be added: per block [videos·P·n, d]. */
export type ProjectedContext = ProjectedBlocks;

const dispose = (tensors: readonly (tf.Tensor | undefined)[]): void => {
  for (const tensor of tensors) tensor?.dispose();
};

const CONTEXT: Kind<SampledContext, 'context'> = {
  name: 'context',
  tensors: true,
  release: (levels) => {
    for (const { blocks } of levels) dispose(blocks);
  },
};
const PROJECTED: Kind<ProjectedContext, 'projected context'> = {
  name: 'projected context',
  tensors: true,
  release: dispose,
};

/** Context of B videos from all finished levels, K of them. */
export const context = (finished = 'K'): Port<SampledContext, 'context'> => ({
  kind: CONTEXT,
  layout: [finished, 'B'],
});

/** Projected context of the P tiles of B videos of one level. */
export const projected = (): Port<ProjectedContext, 'projected context'> => ({ kind: PROJECTED, layout: ['B·P'] });
