import { tf } from '../tensor/tf.js';
import { levelOf, type Cascade } from '../../dsl/index.js';
import { conditionCount, pickConditions, pickGuided, type Condition } from '../network/condition.js';

/** Whether sampling with this condition also needs the null condition, at any level. */
export const isGuided = (condition: Condition | undefined): condition is Condition =>
  condition !== undefined && [condition.guidance].flat().some((w) => w !== 1);

/**
 * The condition as it acts at a level and σ: with the guidance of the level, or none where σ lies outside the interval with guidance.
 *
 * source Kynkäänniemi et al. 2024 (guidance in an interval)
 */
export function conditionAt<C extends Condition>(
  condition: C | undefined,
  cascade: Cascade,
  level: number,
  sigma: number,
): (C & { readonly guidance: number }) | undefined {
  if (condition === undefined) return undefined;
  const { interval = [] } = condition;
  const [low = 0, high = Infinity] = interval.length > 2 ? interval.slice(2 * level, 2 * level + 2) : interval;
  const scaled = sigma * levelOf(cascade, level).inputScale;
  return { ...condition, guidance: scaled >= low && scaled <= high ? guidanceOf(condition, level) : 1 };
}

/**
 * The condition for what levels from one on read: without guidance where none of them has any, so that nothing is made for a half that no
 * level reads.
 */
export function conditionFrom(
  condition: Condition | undefined,
  { levels }: Cascade,
  level: number,
): Condition | undefined {
  if (condition === undefined) return undefined;
  const isAnyGuided = levels.some((_, one) => one >= level && guidanceOf(condition, one) !== 1);
  return isAnyGuided ? condition : { ...condition, guidance: 1 };
}

const guidanceOf = ({ guidance }: Condition, level: number): number =>
  typeof guidance === 'number' ? guidance : (guidance[level] ?? guidance.at(-1) ?? 1);

/** How often every patch goes through the network: with guidance twice, with and without its condition; otherwise once. */
export const halvesOf = (condition: Condition | undefined): 1 | 2 => (isGuided(condition) ? 2 : 1);

/**
 * The condition of tiles `start` to `start + count` of all videos; with guidance, followed by that which it leads away from: the null
 * condition, or a negative text.
 *
 * @param total tiles of all videos, those of a video one after the other
 */
export function conditionTiles(
  condition: Condition | undefined,
  start: number,
  count: number,
  total: number,
): Condition | undefined {
  if (condition === undefined) return undefined;
  const perVideo = total / conditionCount(condition);
  const own = Array.from({ length: count }, (_, i) => Math.floor((start + i) / perVideo));
  return isGuided(condition) ? pickGuided(condition, own) : pickConditions(condition, own);
}

/** Repeat the patches for both halves. */
export const twice = <T extends tf.Tensor>(x: T, halves: 1 | 2): T => (halves === 1 ? x : tf.concat<T>([x, x]));

/**
 * Classifier-free guidance of the network's output: F_null + w · (F_condition − F_null); F_negative stands for F_null where there is a
 * negative text.
 *
 * Guidance of F is the same as guidance of D = c_skip x̃ + c_out F, because both halves have the same x̃.
 *
 * @param output [2·N, …], first the half with the condition
 * @param condition as it acts at the level and σ
 * @returns [N, …]
 * source Ho and Salimans 2022, eq. 6
 */
export function guide(output: tf.Tensor5D, condition: ReturnType<typeof conditionAt>): tf.Tensor5D {
  if (!isGuided(condition)) return output;
  const [conditional, unconditional] = tf.split(output, 2) as [tf.Tensor5D, tf.Tensor5D];
  return tf.add(unconditional, tf.mul(tf.sub(conditional, unconditional), condition.guidance));
}

/**
 * The rows of tiles `start` to `start + count`, in every half: [halves · total · r, …] → [halves · count · r, …].
 *
 * @param taken how many of the halves are taken
 */
export function rowsOfTiles<T extends tf.Tensor>(
  rows: T,
  start: number,
  count: number,
  total: number,
  halves: 1 | 2,
  taken = halves,
): T {
  const perTile = rows.shape[0] / (total * halves);
  const parts = Array.from({ length: taken }, (_, half) =>
    tf.slice(rows, [(half * total + start) * perTile], [count * perTile]),
  );
  return parts.length === 1 ? (parts[0] as T) : tf.concat(parts);
}

/** Join the rows of chunks of tiles, each with its halves; the inverse of rowsOfTiles. */
export function joinChunks<T extends tf.Tensor>(chunks: readonly T[], halves: 1 | 2): T {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const parts = chunks.map((chunk) => tf.split<T>(chunk, halves));
  return tf.concat(Array.from({ length: halves }, (_, half) => parts.map((part) => part[half] as T)).flat());
}

/** The same of chunks that nothing else needs, which are freed. */
export function joinOwnChunks<T extends tf.Tensor>(chunks: readonly T[], halves: 1 | 2): T {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0];
  const joined = tf.tidy(() => joinChunks(chunks, halves));
  tf.dispose([...chunks]);
  return joined;
}
