import type { Share } from '../../dsl/index.js';
import { peersOf } from '../tensor/members/join-gang.js';
import type { Peers } from '../tensor/members/peers.js';
import { tf } from '../tensor/tf.js';
import { FinishedParts, type Parts } from './finished-parts.js';

/** What is finished of a level in a folder; members take it from the leader. Empty: nothing is kept. */
export function partsIn(folder: string, level: number, share: Share): Parts {
  const own = new FinishedParts(folder, level);
  const members = folder === '' ? undefined : peersOf(share);
  return members === undefined ? own : new SharedParts(own, members);
}

/** The finished parts of a level that members sample together: those in the folder of the leader, which the others need not see. */
class SharedParts implements Parts {
  readonly #own: FinishedParts;
  readonly #members: Peers;

  constructor(own: FinishedParts, members: Peers) {
    this.#own = own;
    this.#members = members;
  }

  has(...part: Parameters<FinishedParts['has']>): boolean {
    return this.#agreed([this.#leads && this.#own.has(...part)])[0] === true;
  }

  slabs(
    starts: readonly number[],
    ...rest: [tile: number, videos: Parameters<FinishedParts['slabs']>[2]]
  ): ReadonlySet<number> {
    const there = this.#leads ? this.#own.slabs(starts, ...rest) : new Set<number>();
    const agreed = this.#agreed(starts.map((_, slab) => there.has(slab)));
    return new Set([...agreed.keys()].filter((slab) => agreed[slab] === true));
  }

  async read(...part: Parameters<FinishedParts['read']>): Promise<tf.Tensor5D> {
    const own = this.#leads ? await this.#own.read(...part) : undefined;
    const [shape = '[]'] = await this.#members.texts(JSON.stringify(own?.shape ?? []));
    const size = JSON.parse(shape) as tf.Tensor5D['shape'];
    try {
      return tf.tidy(() => {
        const whole = own ?? tf.zeros<tf.Rank.R5>(size);
        return tf.reshape<tf.Rank.R5>(this.#members.fromLeader(tf.reshape(whole, [-1])), size);
      });
    } finally {
      own?.dispose();
    }
  }

  async keep(...part: Parameters<FinishedParts['keep']>): Promise<void> {
    if (this.#leads) await this.#own.keep(...part);
  }

  get #leads(): boolean {
    return this.#members.rank === 0;
  }

  /** What the leader says. */
  #agreed(own: readonly boolean[]): boolean[] {
    const flags = tf.tensor1d(own.map(Number));
    const theirs = this.#members.fromLeader(flags);
    // eslint-disable-next-line no-restricted-properties -- members have TensorFlow
    const said = [...theirs.dataSync()].map((flag) => flag === 1);
    tf.dispose([flags, theirs]);
    return said;
  }
}
