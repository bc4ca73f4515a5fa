import { itemAt, levelOf, type Cascade } from '../../dsl/index.js';
import { tilingOf } from '../tiles/tiling.js';
import { tf } from '../tensor/tf.js';

/** What lies between two neighbouring pixels of an axis: the border of a tile, that of a token, or neither. */
export type Border = 'tile' | 'token' | 'none';

/** Sums of squared differences between neighbours, and how many positions they are of, by what lies between. */
export type Energies = Readonly<Record<Border, { readonly sum: number; readonly count: number }>>;

/**
 * What lies before each pixel of an axis of a level but the first. Tokens are counted from the start of the canvas: where tiles start on
 * multiples of the token, all of their tokens lie on this grid.
 */
export function bordersOf(cascade: Cascade, level: number, axis: 0 | 1 | 2): Border[] {
  const length = levelOf(cascade, level).size[axis];
  const tile = cascade.patch[axis];
  const starts = tilingOf(cascade, level)[axis];
  const edges = new Set(starts.flatMap((start) => [start, start + tile]));
  const token = cascade.network.token[axis];
  return Array.from({ length: length - 1 }, (_, i) => {
    if (edges.has(i + 1)) return 'tile';
    return token > 1 && (i + 1) % token === 0 ? 'token' : 'none';
  });
}

/**
 * The mean squared difference between neighbours along an axis, for every video and position.
 *
 * @param video [B, F, H, W, C]
 * @param axis 0: frames, 1: rows, 2: columns
 * @returns [B, length − 1]; the caller disposes of it
 */
export function energyAlong(video: tf.Tensor5D, axis: 0 | 1 | 2): tf.Tensor2D {
  const [B] = video.shape;
  const length = itemAt(video.shape, axis + 1);
  const before = video.shape.slice(1, axis + 1).reduce((product, size) => product * size, 1);
  return tf.tidy(() => {
    // three dimensions: of five, the backend in WebAssembly cuts number by number, fifty times as slow
    const flat = tf.reshape<tf.Rank.R3>(video, [B * before, length, -1]);
    const size: [number, number, number] = [-1, length - 1, -1];
    const difference = tf.sub(tf.slice(flat, [0, 1, 0], size), tf.slice(flat, [0, 0, 0], size));
    return tf.mean<tf.Tensor2D>(tf.reshape(tf.mean(tf.square(difference), 2), [B, before, length - 1]), 1);
  });
}

/** Sum energies of positions by what lies there. */
export function gradientEnergy(
  rows: readonly { readonly energy: ArrayLike<number>; readonly borders: readonly Border[] }[],
) {
  const found = { tile: { sum: 0, count: 0 }, token: { sum: 0, count: 0 }, none: { sum: 0, count: 0 } };
  for (const { energy, borders } of rows) {
    borders.forEach((border, i) => {
      found[border].sum += energy[i] as number;
      found[border].count += 1;
    });
  }
  return found;
}

/**
 * The mean energy at borders as a multiple of that where there are none; undefined where there is nothing to compare.
 *
 * @param all energies of several videos
 */
export function ratioOf(all: readonly Energies[], border: 'tile' | 'token'): number | undefined {
  const mean = (of: Border): number => {
    const total = (key: 'sum' | 'count'): number => all.reduce((sum, one) => sum + one[of][key], 0);
    return total('sum') / total('count');
  };
  const ratio = mean(border) / mean('none');
  return Number.isFinite(ratio) ? ratio : undefined;
}
