import { tf } from '../tensor/tf.js';
import { pickConditions, type Condition } from '../network/condition.js';
import type { LevelOutput, Network } from '../network/denoiser.js';
import { stream } from '../tensor/stream.js';
import { withoutGradient } from '../tensor/without-gradient.js';

/** Share of training items that see their own latents of a first look (Jabri et al. 2022, §3.3). */
const SELF_CONDITION_RATE = 0.9;

/** Which items of a batch a chance of `rate` falls on; item i of a run always draws the same. */
function drawItems({ seed, first }: NonNullable<Network['training']>, purpose: string, rate: number, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const [draw = 1] = stream({ seed, purpose, item: first + i }).uniform(1);
    return draw < rate;
  });
}

/** The condition of a training batch, that of some items dropped for the null condition; outside training as it is. */
export function dropConditions(
  { cascade, training }: Network,
  condition: Condition | undefined,
  count: number,
): Condition | undefined {
  if (training === undefined || condition === undefined || cascade.condition.kind === 'none') return condition;
  const dropped = drawItems(training, 'condition', cascade.condition.dropout, count);
  return pickConditions(
    condition,
    dropped.map((drop, i) => (drop ? null : i)),
  );
}

/**
 * Latents of a first look at a training batch, as constants, zero for the items that are to do without; nothing outside training
 * and where the network does not condition on itself.
 *
 * @param look the network on the batch, without earlier latents
 * @returns per level, [N·m, z]
 */
export function previousLatents(
  { cascade, training }: Network,
  count: number,
  look: () => readonly LevelOutput[],
): tf.Tensor2D[] {
  if (training === undefined || !cascade.network.selfCondition) return [];
  const seen = drawItems(training, 'self-condition', SELF_CONDITION_RATE, count);
  if (!seen.includes(true)) return [];
  const all = withoutGradient<tf.Tensor3D>(() => {
    const levels = look().flatMap(({ latents }) => (latents === undefined ? [] : [latents]));
    const mask = tf.tensor3d(seen.map(Number), [1, count, 1]);
    const [rows = 0, z = 0] = levels[0]?.shape ?? [];
    const stacked = tf.reshape(tf.concat(levels), [levels.length, count, (rows / count) * z]);
    return tf.reshape(tf.mul(stacked, mask), [levels.length, rows, z]);
  });
  return tf.unstack(all) as tf.Tensor2D[];
}
