import type { Condition } from '../network/condition.js';
import type { Network } from '../network/network.js';
import type { tf } from '../tensor/tf.js';
import type { SampledContext } from './level-context.js';
import type { Range } from './pace.js';
import type { Slab } from './slab.js';

/** A finished level, or part of it along time. */
export interface PartToEncode {
  readonly network: Network;
  readonly level: number;
  /** [B, F, H, W, C]; its first frame has the number `frame`. */
  readonly video: tf.Tensor5D;
  readonly frame: number;
  /** The tiles along time to encode; all if left out. */
  readonly along?: Range | undefined;
  /** The last level, where levels are sampled in slabs. */
  readonly slabs?: number | undefined;
  readonly coarser: SampledContext;
  readonly condition: Condition | undefined;
  readonly seed: number;
  /** Number of the first video. */
  readonly first: number;
  readonly batch: number;
  readonly memory: number | undefined;
}

/** How a level is encoded. */
export type Encoding = Pick<PartToEncode, 'level' | 'seed' | 'batch' | 'memory'>;

/** What comes with a finished level. */
export type FinishedLevel = Pick<PartToEncode, 'video' | 'network' | 'condition'> & {
  readonly context?: SampledContext | undefined;
  readonly slab?: Slab | undefined;
};

/**
 * @param frame number of the video's first frame
 * @param first number of the first video; as the slab says, if left out
 */
export const partToEncode = (
  { video, network, condition, context = [], slab }: FinishedLevel,
  settings: Encoding,
  frame: number,
  first = slab?.videos.first ?? 0,
): PartToEncode => ({
  ...settings,
  ...{ network, video, frame, first, coarser: context, condition, slabs: slab?.level },
});
