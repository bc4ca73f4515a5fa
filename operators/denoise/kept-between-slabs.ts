import { levelOf, type Cascade } from '../../dsl/index.js';
import { canvasesHeld } from '../diffusion/canvases-held.js';
import { halvesOf } from '../diffusion/guide.js';
import type { Condition } from '../network/condition.js';
import { latentCount } from '../network/start-latents.js';
import { tf } from '../tensor/tf.js';
import { mostKept } from '../tiles/pace.js';
import type { Slab } from '../tiles/slab.js';
import { tilingOf } from '../tiles/tiling.js';

/** Sketches of what `denoise.solve` gets. */
interface Inputs {
  readonly canvas: tf.Tensor5D;
  readonly condition?: Condition | undefined;
  readonly slab?: Slab | undefined;
}

/**
 * Sketches of what the sampling of a level keeps from one slab to the next, where tiles overlap along time: the canvases of slabs that wait for
 * their next estimate, what tiles over them have said, and the latents of these tiles.
 */
export function keptBetweenSlabs(cascade: Cascade, level: number, { canvas, condition, slab }: Inputs): tf.Tensor[] {
  if (slab === undefined) return [];
  const [videos, , ...frame] = canvas.shape;
  const { frames, tiles } = mostKept(cascade, level, slab.level);
  const canvases = Array.from({ length: canvasesHeld(levelOf(cascade, level)) }, () => {
    return tf.zeros([videos, frames, ...frame]);
  });
  const said = Array.from({ length: tiles }, () => tf.zeros([videos, cascade.patch[0], ...frame]));
  const { selfCondition, latentWidth } = cascade.network;
  const [, hs, ws] = tilingOf(cascade, level);
  const rows = selfCondition ? tiles * halvesOf(condition) * videos * hs.length * ws.length * latentCount(cascade) : 0;
  return [...canvases, ...said, tf.zeros([rows, latentWidth])];
}
