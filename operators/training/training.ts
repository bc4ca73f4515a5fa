import { tf } from '../tensor/tf.js';
import type { Cascade } from '../../dsl/index.js';
import { withPrecision } from '../tensor/precision.js';
import { filled } from '../tensor/filled.js';
import { countParameters } from '../network/declare-parameters.js';
import { startingValue } from '../network/starting-value.js';
import type { Weights } from '../network/weights.js';
import { adamw, clipScale, type Optimise } from './adamw.js';
import { emaDecay } from './ema-decay.js';
import { Frozen } from './frozen.js';
import { lamb } from './lamb.js';
import type { Optimiser } from './optimiser.js';
import { join, split } from './join.js';
import { inVectorOrder, partIn, partsOf, type Part } from './part.js';
import { rateOf, type Recipe } from './recipe.js';
import { cloneVectors, type Counters, type StepReport, type TrainingIdentity } from './training-state.js';
import type { TrainingState, TrainingVectors } from './training-state.js';

/** The loss of a batch under given weights: a scalar to differentiate, and the loss of every level. */
export type LossOf = (weights: Weights) => { loss: tf.Scalar; levels: tf.Tensor1D };

/** What became of a batch: its gradient waits for those of further batches; it completed a step; or that step was left out. */
export type Outcome =
  | { readonly kind: 'gathered' }
  | { readonly kind: 'moved'; readonly report: StepReport }
  | { readonly kind: 'skipped'; readonly loss: number; readonly norm: number };

/** Gradient [P] and losses [1 + L] of a whole step. */
export type Gathered = readonly [gradient: tf.Tensor1D, losses: tf.Tensor1D];

/** What the members of a training do together in a step. Both dispose of what they get, or return it. */
export interface Together {
  /** The means over all members of what each computed. */
  mean(this: void, own: Gathered): Gathered;
  /** The parameters of all members after the step, [P], from those of the part that this one holds. */
  whole(this: void, own: tf.Tensor1D): tf.Tensor1D;
}

const ALONE: Together = { mean: (own) => own, whole: (own) => own };

/** A step that is not accepted yet: the vectors after it, and loss, gradient norm and the loss of every level, [2 + L]. */
interface Proposal {
  readonly vectors: TrainingVectors;
  readonly measured: tf.Tensor1D;
}

const MOVES: Readonly<Record<Optimiser, Optimise>> = { adamw, lamb };

/** The half-life of the moving average is at most this fraction of the samples seen. */
const EMA_RAMP_UP = 0.05;

/** Steps over which the running mean of the loss is taken. */
const LOSS_WINDOW = 100;

/** A network in training: flat vectors of parameters, moments and average, and what was counted on the way. */
export class Training {
  readonly identity: TrainingIdentity;
  /** The parameters that it moves, and whose moments and average it holds: all, unless members divide them. */
  readonly #part: Part;
  #vectors: TrainingVectors;
  /** Sum of the gradients of the batches that wait for the rest of their step, with their losses, [P + 1 + L]. */
  #gathered: readonly tf.Tensor1D[] = [];
  #counters: Counters = { step: 0, items: 0, skipped: 0, seconds: 0, batch: 0, accumulate: 1, loss: NaN, rates: {} };
  #batches = 0;
  #frozen: Frozen | undefined;

  /** @param part what this member holds, where members divide moments and average; all of them if left out */
  constructor(
    cascade: Cascade,
    seed: number,
    optimiser: Optimiser,
    { data = {}, recipe = {}, classes }: Partial<Pick<TrainingIdentity, 'data' | 'recipe' | 'classes'>> = {},
    part?: Part,
  ) {
    const declarations = inVectorOrder(cascade);
    this.#part = part ?? (partsOf(declarations, 1)[0] as Part);
    this.identity = { cascade, seed, optimiser, declarations, data, recipe, ...(classes && { classes }) };
    const size = countParameters(cascade);
    const parameters = filled<tf.Rank.R1>([size], (values) => {
      let offset = 0;
      for (const declaration of declarations) {
        const start = startingValue(declaration, seed);
        values.set(start, offset);
        offset += start.length;
      }
    });
    this.#vectors = this.#beginning(parameters);
  }

  /** The state with clones of the vectors, which the caller disposes of; it stays what it is when the training goes on. */
  snapshot(report?: StepReport): TrainingState {
    return { ...this.identity, ...this.#counters, report, vectors: cloneVectors(this.#vectors) };
  }

  /** A clone of the parameters, [P]; the caller disposes of it. */
  parameters(): tf.Tensor1D {
    return tf.clone(this.#vectors.parameters);
  }

  get counters(): Counters {
    return this.#counters;
  }

  /** Change what is counted. */
  count(counters: Partial<Counters>): void {
    this.#counters = { ...this.#counters, ...counters };
  }

  /** Begin with parameters, [P], which belong to the training from now on: without moments, and with an average that is equal to them. */
  beginWith(parameters: tf.Tensor1D): void {
    this.restore(this.#beginning(parameters));
  }

  /** Replace one of the vectors by a whole one, [P], which belongs to the training from now on. */
  put(name: keyof TrainingVectors, whole: tf.Tensor1D): void {
    const own = name === 'parameters' ? whole : partIn(this.#part, whole);
    if (own !== whole) whole.dispose();
    this.#vectors[name].dispose();
    this.#vectors = { ...this.#vectors, [name]: own };
  }

  /** Replace the vectors, of which all but the parameters have the part of this training, and dispose of the old ones. */
  restore(vectors: TrainingVectors, counters: Partial<Counters> = {}): void {
    tf.dispose(Object.values(this.#vectors));
    this.#vectors = vectors;
    this.count(counters);
  }

  /** Free all vectors. */
  dispose(): void {
    tf.dispose([Object.values(this.#vectors), [...this.#gathered]]);
    this.#frozen?.dispose();
  }

  /**
   * Learn from one batch: with the last batch of a step, the weights move. A step whose loss or gradient is not finite changes nothing.
   *
   * @param lossOf computes the loss of the batch for given weights: a scalar to differentiate, and the loss of every level
   * @param batch number of samples in the batch, for the half-life of the average
   * @param together what it does with other members
   */
  async update(lossOf: LossOf, batch: number, recipe: Recipe, together: Together = ALONE): Promise<Outcome> {
    const rate = rateOf(this.#counters.step + 1, this.#counters.seconds, recipe);
    const proposal = this.#propose(lossOf, batch, recipe, together);
    if (proposal === undefined) return { kind: 'gathered' };
    const [loss = NaN, norm = NaN, ...levels] = await proposal.measured.data();
    proposal.measured.dispose();
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      tf.dispose(Object.values(proposal.vectors));
      this.count({ skipped: this.#counters.skipped + 1 });
      return { kind: 'skipped', loss, norm };
    }
    const step = this.#counters.step + 1;
    const share = 1 / Math.min(step, LOSS_WINDOW);
    const before = Number.isNaN(this.#counters.loss) ? loss : this.#counters.loss;
    this.restore(proposal.vectors, {
      step,
      batch,
      accumulate: recipe.accumulate,
      loss: before + share * (loss - before),
    });
    return { kind: 'moved', report: { step, loss, levels, norm, rate } };
  }

  /** One batch without waiting for its numbers, for a plan that runs it on sketches; the result belongs to the caller. */
  advance(lossOf: LossOf, batch: number, recipe: Recipe): tf.Tensor1D | undefined {
    const proposal = this.#propose(lossOf, batch, recipe, { ...ALONE, whole: (own) => this.#asWhole(own) });
    if (proposal !== undefined) this.restore(proposal.vectors);
    return proposal?.measured;
  }

  #propose(lossOf: LossOf, batch: number, recipe: Recipe, { mean, whole }: Together): Proposal | undefined {
    const { step, seconds } = this.#counters;
    if (recipe.only.length > 0) this.#frozen ??= new Frozen(this.identity.declarations, recipe.only);
    const sums = withPrecision(recipe.precision, () => this.#gather(lossOf, recipe.accumulate));
    if (sums === undefined) return undefined;
    const seen = batch * recipe.accumulate;
    const [gradient, losses] = mean(sums as Gathered);
    const { vectors, measured } = tf.tidy(() => {
      const { scale, norm } = clipScale(gradient, recipe.clip);
      const averageDecay = emaDecay(step * seen, seen, recipe.emaHalfLife, EMA_RAMP_UP);
      const settings = { ...recipe, step: step + 1, rate: rateOf(step + 1, seconds, recipe), averageDecay };
      const before = { ...this.#vectors, parameters: partIn(this.#part, this.#vectors.parameters) };
      const own = partIn(this.#part, gradient);
      const moved = MOVES[this.identity.optimiser](before, own, scale, this.#part.kernels, settings);
      const vectors = this.#frozen?.keep(before, moved, this.#part) ?? moved;
      const [loss, levels] = [tf.slice(losses, 0, 1), tf.slice(losses, 1)];
      return { vectors, measured: tf.concat<tf.Tensor1D>([loss, tf.reshape(norm, [1]), levels]) };
    });
    tf.dispose([gradient, losses]);
    return { vectors: { ...vectors, parameters: whole(vectors.parameters) }, measured };
  }

  /** Gradient [P] and losses [1 + L] of a whole step, each the mean of its batches; undefined before the last of them. */
  #gather(lossOf: LossOf, accumulate: number): readonly tf.Tensor1D[] | undefined {
    const before = this.#gathered;
    const sums = tf.tidy(() => {
      const found = this.#differentiate(lossOf);
      return before.length === 0 ? found : found.map((one, i) => tf.add<tf.Tensor1D>(one, before[i] as tf.Tensor1D));
    });
    tf.dispose([...before]);
    this.#batches = (this.#batches + 1) % accumulate;
    this.#gathered = this.#batches === 0 ? [] : sums;
    if (this.#batches > 0) return undefined;
    if (accumulate === 1) return sums;
    const means = sums.map((sum) => tf.mul<tf.Tensor1D>(sum, 1 / accumulate));
    tf.dispose(sums);
    return means;
  }

  /** Gradient of a batch's loss, [P], 0 for frozen parameters, which nothing is computed for; and its losses, [1 + L]. */
  #differentiate(lossOf: LossOf): tf.Tensor1D[] {
    const weights = split(this.#vectors.parameters, this.identity.declarations);
    const trained = Object.keys(weights).filter((name) => this.#frozen?.isTrained(name) ?? true);
    const named = <T>(values: readonly T[]): Record<string, T> =>
      Object.fromEntries(trained.map((name, i) => [name, values[i] as T]));
    let levels: tf.Tensor1D | undefined;
    const { value, grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
      const result = lossOf({ ...weights, ...named(values) });
      levels = tf.keep(result.levels);
      return result.loss;
    })(trained.map((name) => weights[name] as tf.Tensor));
    const found = named(grads);
    const gradient = join(Object.entries(weights).map(([name, { shape }]) => found[name] ?? tf.zeros(shape)));
    // neither is read again, and each is as large as the network, so free them early
    tf.dispose([grads, weights]);
    const kept = levels as unknown as tf.Tensor1D;
    const losses = tf.concat<tf.Tensor1D>([tf.reshape(value, [1]), kept]);
    kept.dispose();
    return [gradient, losses];
  }

  /** A part of the parameters as all of them, for plans; it takes as much memory as to get them from other members. */
  #asWhole(own: tf.Tensor1D): tf.Tensor1D {
    const others = this.#vectors.parameters.size - own.size;
    if (others === 0) return own;
    const whole = tf.tidy(() => tf.concat<tf.Tensor1D>([own, tf.zeros([others])]));
    own.dispose();
    return whole;
  }

  /** The vectors of a training that begins with parameters. */
  #beginning(parameters: tf.Tensor1D): TrainingVectors {
    const zeros = (): tf.Tensor1D => tf.zeros([this.#part.size]);
    const own = partIn(this.#part, parameters);
    return { parameters, mean: zeros(), variance: zeros(), average: own === parameters ? tf.clone(own) : own };
  }
}
