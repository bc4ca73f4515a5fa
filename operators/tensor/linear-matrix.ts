import { filled } from './filled.js';
import type { tf } from './tf.js';

/** The position and size of a child on one axis of its parent, as fractions of the parent. */
export interface Span {
  readonly offset: number;
  readonly size: number;
}

/**
 * Matrices for linear interpolation along one axis: the parent's tokens at the centres of a child's tokens, clamped at the border.
 *
 * Token i of `count` sits at offset + size · (i + ½)/count; position p of the parent is token coordinate p · tokens − ½.
 *
 * @returns [spans, count, tokens] float32
 */
export function linearMatrix(spans: readonly Span[], count: number, tokens: number): tf.Tensor3D {
  return filled<tf.Rank.R3>([spans.length, count, tokens], (data) => {
    spans.forEach(({ offset, size }, b) => {
      for (let i = 0; i < count; i++) {
        const centre = (offset + (size * (i + 0.5)) / count) * tokens - 0.5;
        const position = Math.min(Math.max(centre, 0), tokens - 1);
        const low = Math.min(Math.floor(position), Math.max(tokens - 2, 0));
        const row = (b * count + i) * tokens;
        data[row + low] = 1 - (position - low);
        if (low + 1 < tokens) data[row + low + 1] = position - low;
      }
    });
  });
}

/**
 * Matrices that cut `count` samples out of `length` from an integer start, each the mean of `factor` neighbours (area average).
 *
 * @returns [starts, count, length] float32
 */
export function averageMatrix(starts: readonly number[], count: number, factor: number, length: number): tf.Tensor3D {
  return cutMatrix(starts, count, factor, length, 0, factor);
}

/** Matrices that cut `count` samples out of `length`, each the middle one of `factor` neighbours, so that motion stays sharp. */
export function pickMatrix(starts: readonly number[], count: number, factor: number, length: number): tf.Tensor3D {
  return cutMatrix(starts, count, factor, length, Math.floor(factor / 2), 1);
}

function cutMatrix(
  starts: readonly number[],
  count: number,
  factor: number,
  length: number,
  skip: number,
  taken: number,
): tf.Tensor3D {
  return filled<tf.Rank.R3>([starts.length, count, length], (data) => {
    starts.forEach((start, b) => {
      for (let i = 0; i < count; i++) {
        const first = (b * count + i) * length + start + i * factor + skip;
        data.fill(1 / taken, first, first + taken);
      }
    });
  });
}
