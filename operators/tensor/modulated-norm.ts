import { tf } from './tf.js';
import { normalise, normaliseGradient } from './layer-norm.js';
import { withGradient } from './with-gradient.js';

/**
 * Layer norm with a scale and shift per patch (adaLN): LN(x) · (1 + scale) + shift. The norm itself has no weights.
 *
 * @param x [N·n, d]
 * @param shift [N, d]
 * @param scale [N, d]
 * @returns [N·n, d]
 * source Peebles and Xie 2023 (DiT), §3.2
 */
export function modulatedNorm(x: tf.Tensor2D, shift: tf.Tensor2D, scale: tf.Tensor2D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, shift, scale], (x, shift, scale) => {
    const [normal, inverse] = normalise(x as tf.Tensor2D);
    const gain = perPatch(tf.add(scale, 1));
    const scaled = tf.mul(byPatch(normal, gain), gain);
    return {
      value: tf.reshape(tf.add(scaled, perPatch(shift as tf.Tensor2D)), normal.shape),
      save: [normal, inverse, gain],
      gradient: (dy, saved) => {
        const [normal, inverse, gain] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor3D];
        const dNormal = tf.reshape<tf.Rank.R2>(tf.mul(byPatch(dy, gain), gain), normal.shape);
        const dScale = sumByPatch(tf.mul(dy, normal), gain);
        return [normaliseGradient(dNormal, normal, inverse), sumByPatch(dy, gain), dScale];
      },
    };
  });
}

/**
 * x + gate · y, with one gate per patch (adaLN-zero).
 *
 * @param x [N·n, d]
 * @param y [N·n, d]
 * @param gate [N, d]
 */
export function addGated(x: tf.Tensor2D, y: tf.Tensor2D, gate: tf.Tensor2D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, y, gate], (x, y, gate) => {
    const open = perPatch(gate as tf.Tensor2D);
    const gated = tf.mul(byPatch(y as tf.Tensor2D, open), open);
    return {
      value: tf.add(x, tf.reshape(gated, x.shape)),
      save: [y, open],
      gradient: (dy, saved) => {
        const [y, open] = saved as [tf.Tensor2D, tf.Tensor3D];
        const dGated = tf.reshape(tf.mul(byPatch(dy, open), open), y.shape);
        return [tf.clone(dy), dGated, sumByPatch(tf.mul(dy, y), open)];
      },
    };
  });
}

/** Add an axis for the tokens: [N, d] → [N, 1, d]. */
const perPatch = (x: tf.Tensor2D): tf.Tensor3D => tf.reshape(x, [x.shape[0], 1, x.shape[1]]);

/** Separate patches and tokens: [N·n, d] → [N, n, d]. */
const byPatch = (x: tf.Tensor2D, { shape: [N, , d] }: tf.Tensor3D): tf.Tensor3D =>
  tf.reshape(x, [N, x.shape[0] / N, d]);

/** Sum over the tokens of every patch, [N·n, d] → [N, d]. */
const sumByPatch = (x: tf.Tensor2D, like: tf.Tensor3D): tf.Tensor2D => tf.sum(byPatch(x, like), 1);
