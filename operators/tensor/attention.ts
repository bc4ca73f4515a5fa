import { tf } from './tf.js';
import { matMul, matMulT, matTMul } from './matmul.js';
import { withGradient } from './with-gradient.js';

/**
 * Softmax attention of packed projections, `heads` heads side by side in the columns.
 *
 * Packing keeps a head split to one transpose: rows [B·n, p·a] become p stacks of [B·heads, n, a/heads].
 *
 * @param q [B·m, a] queries
 * @param kv [B·n, 2·a] keys and values
 * @param batch B
 * @param heads divides a
 * @param bias [B, n] added to the scores of all queries, not differentiated: 0, or far below it to hide a key; left out: none
 * @returns [B·m, a]
 */
export function crossAttention(
  q: tf.Tensor2D,
  kv: tf.Tensor2D,
  batch: number,
  heads: number,
  bias?: tf.Tensor2D,
): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([q, kv], (q, kv) => {
    const [query] = splitHeads(q as tf.Tensor2D, batch, heads, 1) as [tf.Tensor3D];
    const [key, value] = splitHeads(kv as tf.Tensor2D, batch, heads, 2) as [tf.Tensor3D, tf.Tensor3D];
    const { mixed, save } = attend(query, key, value, bias === undefined ? bias : perHead(bias, heads));
    return {
      value: joinHeads([mixed], batch, heads),
      save,
      gradient: (dy, saved) => {
        const [dq, dk, dv] = attentionGradient(dy, saved, batch, heads);
        return [joinHeads([dq], batch, heads), joinHeads([dk, dv], batch, heads)];
      },
    };
  });
}

/**
 * Self-attention: queries, keys and values packed in one projection.
 *
 * @param qkv [B·n, 3·a]
 * @returns [B·n, a]
 */
export function selfAttention(qkv: tf.Tensor2D, batch: number, heads: number): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([qkv], (qkv) => {
    const parts = splitHeads(qkv as tf.Tensor2D, batch, heads, 3);
    const [query, key, value] = parts as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const { mixed, save } = attend(query, key, value);
    return {
      value: joinHeads([mixed], batch, heads),
      save,
      gradient: (dy, saved) => [joinHeads(attentionGradient(dy, saved, batch, heads), batch, heads)],
    };
  });
}

/** softmax(q kᵀ / √c) v, [B·heads, m, c], and what its gradient needs. The scale goes on the queries, the smallest of them. */
function attend(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  bias?: tf.Tensor3D,
): { mixed: tf.Tensor3D; save: tf.Tensor[] } {
  const scaled = tf.mul<tf.Tensor3D>(query, scaleOf(query));
  const scores = matMulT(scaled, key);
  const weights = tf.softmax(bias === undefined ? scores : tf.add<tf.Tensor3D>(scores, bias));
  const mixed = matMul(weights, value);
  return { mixed, save: [scaled, key, value, weights, mixed] };
}

/** [B, n] → [B·heads, 1, n] */
function perHead(bias: tf.Tensor2D, heads: number): tf.Tensor3D {
  const [batch, n] = bias.shape;
  return tf.reshape(tf.tile(tf.reshape(bias, [batch, 1, n]), [1, heads, 1]), [batch * heads, 1, n]);
}

const scaleOf = (query: tf.Tensor3D): number => 1 / Math.sqrt(query.shape[2]);

/**
 * Gradients of queries, keys and values, each [B·heads, ·, c].
 *
 * The softmax's Σ_j w_j dw_j is Σ_c dy_c y_c, a sum over channels instead of keys (Dao et al. 2022, FlashAttention, eq. 4).
 */
function attentionGradient(
  dy: tf.Tensor2D,
  saved: readonly tf.Tensor[],
  batch: number,
  heads: number,
): [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D] {
  const [scaled, key, value, weights, mixed] = saved as [
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  const [dMixed] = splitHeads(dy, batch, heads, 1) as [tf.Tensor3D];
  const mean = tf.sum(tf.mul(dMixed, mixed), 2, true);
  const dScores = tf.mul<tf.Tensor3D>(weights, tf.sub(matMulT(dMixed, value), mean));
  const dQuery = tf.mul<tf.Tensor3D>(matMul(dScores, key), scaleOf(key));
  return [dQuery, matTMul(dScores, scaled), matTMul(weights, dMixed)];
}

/** [B·n, p·heads·c] → p tensors [B·heads, n, c]. */
function splitHeads(x: tf.Tensor2D, batch: number, heads: number, parts: number): tf.Tensor3D[] {
  const [rows, columns] = x.shape;
  const n = rows / batch;
  const c = columns / (parts * heads);
  const axes = tf.transpose(tf.reshape(x, [batch, n, parts, heads, c]), [2, 0, 3, 1, 4]);
  const stacked = tf.reshape(axes, [parts, batch * heads, n, c]);
  if (parts === 1) return [tf.reshape(stacked, [batch * heads, n, c])];
  return tf.unstack(stacked) as tf.Tensor3D[];
}

/** The inverse of splitHeads. */
function joinHeads(parts: readonly tf.Tensor3D[], batch: number, heads: number): tf.Tensor2D {
  const [first] = parts;
  if (first === undefined) throw new RangeError('joinHeads needs at least one part');
  const [, n, c] = first.shape;
  const stacked = parts.length === 1 ? first : tf.concat([...parts], 0);
  const split = tf.reshape(stacked, [parts.length, batch, heads, n, c]);
  return tf.reshape(tf.transpose(split, [1, 3, 0, 2, 4]), [batch * n, parts.length * heads * c]);
}
