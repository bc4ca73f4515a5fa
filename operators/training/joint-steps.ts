import type { Context } from '../../dsl/index.js';
import { agree } from '../tensor/members/agree.js';
import { peersOf } from '../tensor/members/join-gang.js';
import type { Peers } from '../tensor/members/peers.js';
import { tf } from '../tensor/tf.js';
import { formatDivision, mustDivide } from './must-divide.js';
import { Lent } from './lent.js';
import type { SavedTraining } from './load-training.js';
import { inVectorOrder, partsOf, type Part } from './part.js';
import type { Together, Training } from './training.js';
import { VECTORS, type Counters, type TrainingIdentity, type TrainingState } from './training-state.js';

/** What all members learn with a step. */
export interface Told {
  /** Seconds that the leader has counted in this part of the run: rates that depend on the time are then the same. */
  readonly seconds: number;
  /** Whether one of them was asked to stop: all end after this step. */
  readonly stop: boolean;
}

/** The steps of a training that several members make together. */
export class JointSteps {
  /** The part of the vectors that each member holds; undefined where each holds all. */
  readonly #parts: readonly Part[] | undefined;
  readonly #peers: Peers;
  readonly #context: Context;
  #told: tf.Tensor1D | undefined;

  private constructor(members: Peers, context: Context, parts: readonly Part[] | undefined) {
    this.#peers = members;
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Join the others, if the run has any: they must train the same network on the same data in the same way. They divide moments and average
   * if one of them must.
   *
   * @param memory bytes that the run may take on this member; undefined: any
   * fails E_MEMBERS with every difference
   */
  static async open(
    { cascade, optimiser, data, recipe }: Omit<TrainingIdentity, 'seed' | 'declarations'>,
    memory: number | undefined,
    context: Context,
  ): Promise<JointSteps | undefined> {
    const { share, seed, first, note } = context;
    const members = peersOf(share);
    if (members === undefined) return undefined;
    await agree(members, { seed, first, optimiser, cascade, data, recipe });
    const answers = await members.texts(mustDivide(cascade, memory, share.of) ? `${memory}` : '');
    const least = answers.filter((answer) => answer !== '').map(Number);
    if (least.length === 0) return new JointSteps(members, context, undefined);
    note(formatDivision(cascade, share.of, Math.min(...least)));
    return new JointSteps(members, context, partsOf(inVectorOrder(cascade), share.of));
  }

  /** The part of the vectors that this member holds; undefined where it holds all. */
  get part(): Part | undefined {
    return this.#parts?.[this.#peers.rank];
  }

  /** Begin all with what the leader begins with: its weights, moments, average and counters. One vector after the other is whole. */
  async begin(training: Training, saved?: SavedTraining): Promise<void> {
    const [text = '{}'] = await this.#peers.texts(JSON.stringify(saved?.counters ?? training.counters));
    const counters = JSON.parse(text) as Omit<Counters, 'loss'> & { readonly loss: number | null };
    for (const name of this.#context.first > 0 ? VECTORS : (['parameters'] as const)) {
      const own = saved?.vector(name) ?? training.parameters();
      const theirs = this.#peers.fromLeader(own);
      own.dispose();
      if (this.#context.first > 0) training.put(name, theirs);
      else training.beginWith(theirs);
    }
    training.count({ ...counters, loss: counters.loss ?? NaN });
  }

  /**
   * What the members do together in the next step.
   *
   * @param spent tells the seconds of this part of the run until now
   */
  together(spent: () => number): Together {
    return {
      mean: ([gradient, losses]) => {
        const { aborted = false } = this.#context.asked ?? {};
        const own = tf.tensor1d([this.#peers.rank === 0 ? spent() : 0, aborted ? 1 : 0]);
        const row = tf.concat1d([losses, own]);
        const means = [this.#peers.mean(gradient), this.#peers.mean(row)] as const;
        const count = losses.size;
        const joined = tf.slice(means[1], 0, count);
        this.#told = tf.slice(means[1], count, 2);
        tf.dispose([gradient, losses, own, row, means[1]]);
        return [means[0], joined];
      },
      whole: (own) => this.#whole(own),
    };
  }

  /**
   * A state as nodes of this run shall see it, that all members call after the same steps. Where the vectors are divided, the leader's are
   * whole for nodes that look at them.
   */
  async seen(state: TrainingState, looking: readonly string[]): Promise<TrainingState> {
    if (this.#parts === undefined) return state;
    const vectors = { ...state.vectors };
    const leads = this.#peers.rank === 0;
    for (const name of looking.length === 0 ? [] : VECTORS.filter((name) => name !== 'parameters')) {
      const whole = this.#whole(tf.clone(vectors[name]));
      if (leads) {
        vectors[name].dispose();
        // a tensor of an array shares its memory, and a checkpoint then has the numbers without a copy
        vectors[name] = tf.tensor1d(await whole.data());
      }
      whole.dispose();
    }
    if (looking.length === 0 || !leads) return { ...state, wholeFor: [] };
    return { ...state, vectors, wholeFor: looking, lent: new Lent() };
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

  /** A whole vector from the parts of all members, of which it disposes; the vector itself, if each holds all. */
  #whole(own: tf.Tensor1D): tf.Tensor1D {
    if (this.#parts === undefined) return own;
    const whole = this.#peers.whole(own, this.#parts.map(({ size }) => size)); // prettier-ignore
    own.dispose();
    return whole;
  }
}
