import { tf } from './tf.js';
import { matMul, matMulT, matTMul } from './matmul.js';
import { native } from './native.js';
import type { AttentionShape } from './native-kernels.js';
import { withGradient, type Differentiated } from './with-gradient.js';

export type { AttentionShape } from './native-kernels.js';

/**
 * Softmax attention on packed projections, with the heads side by side in the columns: softmax(q kᵀ / √c) v per head.
 *
 * @param q [B·m, a] queries
 * @param kv [B·n, 2·a] keys and values
 * @param shape B, the number of heads (a divisor of a), and a bias for the scores, if any
 * @returns [B·m, a]
 */
export function crossAttention(q: tf.Tensor2D, kv: tf.Tensor2D, shape: AttentionShape): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([q, kv], (q, kv) => attend([q as M, kv as M], shape));
}

/**
 * Self-attention, with queries, keys and values packed in one matrix.
 *
 * @param qkv [B·n, 3·a]
 * @returns [B·n, a]
 */
export function selfAttention(qkv: tf.Tensor2D, shape: AttentionShape): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([qkv], (qkv) => attend([qkv as M], shape));
}

type M = tf.Tensor2D;
type Heads = tf.Tensor3D;
/** Queries in one matrix with keys and values in another, or all three in one. */
type Packed = readonly [q: M, kv: M] | readonly [qkv: M];

const attend = (packed: Packed, shape: AttentionShape): Differentiated<M> =>
  native() === undefined ? attendInParts(packed, shape) : attendAtOnce(packed, shape);

/** Attention by hpdm's own kernel, which never stores the whole matrix of weights. */
function attendAtOnce([q, kv]: Packed, shape: AttentionShape): Differentiated<M> {
  const { bias } = shape;
  const [out, logSumExp] = native()?.attention(q, kv, shape) ?? raise();
  return {
    value: out,
    save: [out, logSumExp, ...(bias === undefined ? [] : [bias]), q, ...(kv === undefined ? [] : [kv])],
    gradient: (dy, [out, logSumExp, ...rest]) => {
      const kept = bias === undefined ? shape : { ...shape, bias: rest.shift() as M };
      const [q, kv] = rest as [M, M?];
      return native()?.attentionGradient(q, kv, kept, [out as M, logSumExp as M, dy]) ?? raise();
    },
  };
}

/** The native kernels; fails if the backend was changed between a result and its gradient. */
function raise(): never {
  throw new RangeError('the backend was changed while a gradient was pending');
}

/** Attention by general kernels; splitting and joining the heads takes one transpose each. */
function attendInParts(packed: Packed, shape: AttentionShape): Differentiated<M> {
  const { batch, heads, bias } = shape;
  const [query, key, value] = packed.flatMap((matrix, i) =>
    splitHeads(matrix, shape, packed.length === 1 ? 3 : i + 1),
  ) as [Heads, Heads, Heads];
  const scaled = tf.mul<Heads>(query, scaleOf(query));
  const scores = matMulT(scaled, key);
  const weights = tf.softmax(bias === undefined ? scores : tf.add<Heads>(scores, perHead(bias, heads)));
  const mixed = matMul(weights, value);
  return {
    value: joinHeads([mixed], batch, heads),
    save: [scaled, key, value, weights, mixed],
    gradient: (dy, saved) => {
      const [dq, dk, dv] = gradientInParts(dy, saved, shape);
      const groups = packed.length === 1 ? [[dq, dk, dv]] : [[dq], [dk, dv]];
      return groups.map((parts) => joinHeads(parts, batch, heads));
    },
  };
}

const scaleOf = (query: Heads): number => 1 / Math.sqrt(query.shape[2]);

/** The bias, repeated for every head: [B, n] → [B·heads, 1, n]. */
function perHead(bias: M, heads: number): Heads {
  const [batch, n] = bias.shape;
  return tf.reshape(tf.tile(tf.reshape(bias, [batch, 1, n]), [1, heads, 1]), [batch * heads, 1, n]);
}

/**
 * Gradients of queries, keys and values, each [B·heads, ·, c].
 *
 * The softmax's Σ_j w_j dw_j is Σ_c dy_c y_c, a sum over channels instead of keys (Dao et al. 2022, FlashAttention, eq. 4).
 */
function gradientInParts(dy: M, saved: readonly tf.Tensor[], shape: AttentionShape): [Heads, Heads, Heads] {
  const [scaled, key, value, weights, mixed] = saved as [Heads, Heads, Heads, Heads, Heads];
  const [dMixed] = splitHeads(dy, shape, 1) as [Heads];
  const mean = tf.sum(tf.mul(dMixed, mixed), 2, true);
  const dScores = tf.mul<Heads>(weights, tf.sub(matMulT(dMixed, value), mean));
  const dQuery = tf.mul<Heads>(matMul(dScores, key), scaleOf(key));
  return [dQuery, matTMul(dScores, scaled), matTMul(weights, dMixed)];
}

/** Split packed projections: [B·n, p·heads·c] → p tensors [B·heads, n, c]. */
function splitHeads(x: M, { batch, heads }: AttentionShape, parts: number): Heads[] {
  const [rows, columns] = x.shape;
  const n = rows / batch;
  const c = columns / (parts * heads);
  const axes = tf.transpose(tf.reshape(x, [batch, n, parts, heads, c]), [2, 0, 3, 1, 4]);
  const stacked = tf.reshape(axes, [parts, batch * heads, n, c]);
  if (parts === 1) return [tf.reshape(stacked, [batch * heads, n, c])];
  return tf.unstack(stacked) as Heads[];
}

/** The inverse of splitHeads. */
function joinHeads(parts: readonly Heads[], batch: number, heads: number): M {
  const [first] = parts;
  if (first === undefined) throw new RangeError('joinHeads needs at least one part');
  const [, n, c] = first.shape;
  const stacked = parts.length === 1 ? first : tf.concat([...parts], 0);
  const split = tf.reshape(stacked, [parts.length, batch, heads, n, c]);
  return tf.reshape(tf.transpose(split, [1, 3, 0, 2, 4]), [batch * n, parts.length * heads * c]);
}
