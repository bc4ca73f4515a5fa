import { itemAt, type Cascade } from '../../../dsl/index.js';
import { readCheckpointRate } from '../../../operators/training/load-weights.js';

/**
 * Frames per second at which the videos of a level last as long as the clips that a checkpoint was trained on; undefined where their rate
 * is not known.
 *
 * @param level counted from 0; −1: the last one
 * fails E_CHECKPOINT_MISSING
 */
export function playedRate(checkpoint: string, { levels }: Cascade, level: number): number | undefined {
  const rate = readCheckpointRate(checkpoint);
  if (rate === undefined) return undefined;
  const [frames] = itemAt(levels, level < 0 ? levels.length - 1 : level).factor;
  return Number((rate / frames).toFixed(3));
}
