import { tf } from '../tensor/tf.js';
import type { LevelTiles, Tiles } from './through-network.js';
import type { TokenFile } from './token-file.js';

/** How the tiles of a level are divided among the members that sample together. */
export interface Division {
  /** The tiles of this member; all where it is alone. */
  readonly own: Tiles;
  /**
   * What is made of all tiles, [halves·B·P·k, …] with k rows for each, from what this member made of its own, which is freed; of a member
   * alone, the same.
   */
  all<T extends tf.Tensor | TokenFile | undefined>(this: void, own: T, halves: 1 | 2): T;
}

/** @param apart whether each makes all tiles for itself */
export function amongMembers(
  { network: { members }, noisy }: Pick<LevelTiles, 'network' | 'noisy'>,
  apart = false,
): Division {
  const total = noisy.shape[0];
  if (members === undefined || apart) return { own: { first: 0, count: total }, all: (own) => own };
  const own = members.own(total);
  const all = <T extends tf.Tensor | TokenFile | undefined>(made: T, halves: 1 | 2): T => {
    if (!(made instanceof tf.Tensor) || own.count === total) return made;
    const whole = tf.tidy(() => {
      // the halves of a tile side by side, as a row of its own
      const beside = tf.transpose(tf.reshape(made, [halves, own.count, -1]), [1, 0, 2]);
      const rows = members.all(tf.reshape(beside, [own.count, -1]), total);
      const apart = tf.transpose(tf.reshape(rows, [total, halves, -1]), [1, 0, 2]);
      return tf.reshape(apart, [-1, ...made.shape.slice(1)]);
    });
    made.dispose();
    return whole as T;
  };
  return { own, all };
}
