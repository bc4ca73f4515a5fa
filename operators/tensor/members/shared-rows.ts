import { cancelled, HpdmError } from '../../../dsl/index.js';
import { tf } from '../tf.js';
import type { Peers } from './peers.js';

/** Consecutive rows. */
export interface Rows {
  readonly first: number;
  readonly count: number;
}

/** Rows, such as the tiles of a level, of which each of N members makes a part: member r those from ⌊r·n/N⌋ to ⌊(r+1)·n/N⌋. */
export class SharedRows {
  readonly #members: Peers;
  readonly #asked: AbortSignal | undefined;

  /** @param asked aborted when the user asks this member to stop */
  constructor(members: Peers, asked?: AbortSignal) {
    this.#members = members;
    this.#asked = asked;
  }

  /** The rows that this member makes; fewer rows than members are made by each. */
  own(total: number): Rows {
    return this.#areFew(total) ? { first: 0, count: total } : this.#of(this.#members.rank, total);
  }

  /**
   * Meet the others before a call that all make.
   *
   * @param call numbers that tell it from others
   * @param isSo something that may differ between members
   * @returns whether it is so for any of them
   * fails E_CANCELLED for all, when one of them was asked to stop; E_MEMBERS when they come to different calls; E_MEMBER_LOST
   */
  meet(call: readonly number[], isSo = false): boolean {
    const own = [this.#asked?.aborted === true, isSo].map(Number);
    // eslint-disable-next-line no-restricted-properties -- members have TensorFlow
    const all = tf.tidy(() => this.#members.rows(tf.tensor1d([...own, ...call])).arraySync());
    if (all.some(([asked]) => asked === 1)) throw cancelled();
    const calls = all.map(([, , ...call]) => call.join(', '));
    const other = calls.findIndex((one) => one !== calls[0]);
    if (other < 0) return all.some(([, isSo]) => isSo === 1);
    const message = `member ${other} does not do what the leader does`;
    throw new HpdmError({ code: 'E_MEMBERS', message, expected: `the call ${calls[0]}`, got: `${calls[other]}` });
  }

  /** All rows, [total, n], from those of each member, [own, n]. */
  all(own: tf.Tensor2D, total: number): tf.Tensor2D {
    if (this.#areFew(total)) return tf.clone(own);
    const width = own.shape[1];
    const most = Math.ceil(total / this.#members.count);
    return tf.tidy(() => {
      const padded = tf.pad(own, [[0, most - own.shape[0]], [0, 0]]); // prettier-ignore
      const everyone = tf.reshape<tf.Rank.R3>(this.#members.rows(tf.reshape(padded, [-1])), [-1, most, width]);
      const parts = Array.from({ length: this.#members.count }, (_, rank) => {
        const { count } = this.#of(rank, total);
        return tf.reshape<tf.Rank.R2>(tf.slice(everyone, [rank, 0, 0], [1, count, width]), [count, width]);
      });
      return tf.concat2d(parts, 0);
    });
  }

  #areFew(total: number): boolean {
    return total < this.#members.count;
  }

  #of(rank: number, total: number): Rows {
    const [first, end] = [rank, rank + 1].map((part) => Math.floor((part * total) / this.#members.count));
    return { first: first as number, count: (end as number) - (first as number) };
  }
}
