import { tf } from './tf.js';
import { normalise, normaliseGradient } from './layer-norm.js';
import { native } from './native.js';
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
  return withGradient<tf.Tensor2D>([x, shift, scale], (...given) => {
    const [x, shift, scale] = given as [M, M, M];
    const [value, normal, inverse] = native()?.modulate(x, shift, scale) ?? modulateInParts(x, shift, scale);
    return {
      value,
      save: [scale, normal, inverse],
      gradient: (dy, saved) => {
        const [scale, normal, inverse] = saved as [M, M, M];
        const fused = native();
        if (fused !== undefined) return fused.modulateGradient(dy, scale, normal, inverse);
        const gain = perPatch(tf.add(scale, 1));
        const dNormal = tf.reshape<tf.Rank.R2>(tf.mul(byPatch(dy, gain), gain), normal.shape);
        const dScale = sumByPatch(tf.mul(dy, normal), gain);
        return [normaliseGradient(dNormal, normal, inverse), sumByPatch(dy, gain), dScale];
      },
    };
  });
}
type M = tf.Tensor2D;

/** The result by general kernels, the normal rows, and the factor of each row. */
function modulateInParts(x: M, shift: M, scale: M): [M, M, M] {
  const [normal, inverse] = normalise(x);
  const gain = perPatch(tf.add(scale, 1));
  const scaled = tf.mul(byPatch(normal, gain), gain);
  return [tf.reshape(tf.add(scaled, perPatch(shift)), normal.shape), normal, inverse];
}

/**
 * x + gate · y, with one gate per patch (adaLN-zero).
 *
 * @param x [N·n, d]
 * @param y [N·n, d]
 * @param gate [N, d]
 */
export function addGated(x: tf.Tensor2D, y: tf.Tensor2D, gate: tf.Tensor2D): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([x, y, gate], (...given) => {
    const [x, y, gate] = given as [M, M, M];
    return {
      value: native()?.addGated(x, y, gate) ?? tf.add(x, gated(y, gate)),
      save: [y, gate],
      gradient: (dy, saved) => {
        const [y, gate] = saved as [M, M];
        const [dGated, dGate] = native()?.addGatedGradient(dy, y, gate) ?? [
          gated(dy, gate),
          sumByPatch(tf.mul(dy, y), perPatch(gate)),
        ];
        return [tf.clone(dy), dGated, dGate];
      },
    };
  });
}

/** gate · y, with one gate per patch. */
function gated(y: M, gate: M): M {
  const open = perPatch(gate);
  return tf.reshape(tf.mul(byPatch(y, open), open), y.shape);
}

/** Add an axis for the tokens: [N, d] → [N, 1, d]. */
const perPatch = (x: tf.Tensor2D): tf.Tensor3D => tf.reshape(x, [x.shape[0], 1, x.shape[1]]);

/** Separate patches and tokens: [N·n, d] → [N, n, d]. */
const byPatch = (x: tf.Tensor2D, { shape: [N, , d] }: tf.Tensor3D): tf.Tensor3D =>
  tf.reshape(x, [N, x.shape[0] / N, d]);

/** Sum over the tokens of every patch, [N·n, d] → [N, d]. */
const sumByPatch = (x: tf.Tensor2D, like: tf.Tensor3D): tf.Tensor2D => tf.sum(byPatch(x, like), 1);
