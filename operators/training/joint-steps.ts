import type { Context } from '../../dsl/index.js';
import { agree } from '../tensor/members/agree.js';
import { peersOf } from '../tensor/members/join-gang.js';
import type { Peers } from '../tensor/members/peers.js';
import { tf } from '../tensor/tf.js';
import type { Join, Training } from './training.js';
import type { Counters, TrainingVectors } from './training-state.js';

/** What all members learn with a step. */
export interface Told {
  /** Seconds that the leader has counted in this part of the run: rates that depend on the time are then the same. */
  readonly seconds: number;
  /** Whether one of them was asked to stop: all end after this step. */
  readonly stop: boolean;
}

/** The steps of a training that several members make together. */
export class JointSteps {
  readonly #peers: Peers;
  readonly #asked: AbortSignal | undefined;
  #told: tf.Tensor1D | undefined;

  private constructor(members: Peers, asked: AbortSignal | undefined) {
    this.#peers = members;
    this.#asked = asked;
  }

  /**
   * Join the others, if the run has any: they must train the same network on the same data in the same way.
   *
   * fails E_MEMBERS with every difference
   */
  static async open({ identity }: Training, { share, asked, seed, first }: Context): Promise<JointSteps | undefined> {
    const members = peersOf(share);
    if (members === undefined) return undefined;
    const { cascade, optimiser, data, recipe } = identity;
    await agree(members, { seed, first, optimiser, cascade, data, recipe });
    return new JointSteps(members, asked);
  }

  /** Begin all with what the leader begins with: its weights, moments, average and counters. */
  async begin(training: Training): Promise<void> {
    const [text = '{}'] = await this.#peers.texts(JSON.stringify(training.counters));
    const counters = JSON.parse(text) as Omit<Counters, 'loss'> & { readonly loss: number | null };
    const { vectors } = training.snapshot();
    const { parameters, mean, variance, average } = vectors;
    const [p, m, v, a] = [parameters, mean, variance, average].map((vector) => this.#peers.fromLeader(vector));
    tf.dispose(Object.values(vectors));
    const theirs = { parameters: p, mean: m, variance: v, average: a } as TrainingVectors;
    training.restore(theirs, { ...counters, loss: counters.loss ?? NaN });
  }

  /**
   * What joins gradient and losses of the next step with those of the others.
   *
   * @param spent tells the seconds of this part of the run until now
   */
  join(spent: () => number): Join {
    return ([gradient, losses]) => {
      const own = tf.tensor1d([this.#peers.rank === 0 ? spent() : 0, this.#asked?.aborted === true ? 1 : 0]);
      const row = tf.concat1d([losses, own]);
      const means = [this.#peers.mean(gradient), this.#peers.mean(row)] as const;
      const count = losses.size;
      const joined = tf.slice(means[1], 0, count);
      this.#told = tf.slice(means[1], count, 2);
      tf.dispose([gradient, losses, own, row, means[1]]);
      return [means[0], joined];
    };
  }

  /** The values of the clips of all members, in the order of the clips. */
  async all<T>(own: readonly T[]): Promise<readonly T[]> {
    if (own.length === 0) return own;
    const texts = await this.#peers.texts(JSON.stringify(own));
    return texts.flatMap((text) => JSON.parse(text) as T[]);
  }

  /** What all were told with the last step; undefined while the batches of a step are gathered. */
  async told(): Promise<Told | undefined> {
    const told = this.#told;
    this.#told = undefined;
    if (told === undefined) return undefined;
    const [seconds = 0, asking = 0] = await told.data();
    told.dispose();
    return { seconds: seconds * this.#peers.count, stop: asking > 0 };
  }
}
