import { counted, HpdmError, type Cascade, type Context } from '../../dsl/index.js';
import { checkpointAt } from './checkpoints.js';
import { describeData } from './describe-data.js';
import { loadTraining, savedTraining, type SavedTraining } from './load-training.js';
import { baseRate, shareDone, warmupSteps, type Recipe } from './recipe.js';
import { recipeOf } from './recipe-of.js';
import { JointSteps } from './joint-steps.js';
import { Looks } from './looks.js';
import { startFrom } from './start-from.js';
import { Training, type LossOf } from './training.js';
import type { StepReport, TrainingState } from './training-state.js';
import { countRates, type RateCounts } from './usual-rate.js';

/** The settings of a run. */
export interface RunSettings extends Recipe {
  readonly cascade: Cascade;
  /** Checkpoint or exported file whose weights a new run starts from; empty: none. */
  readonly start: string;
  /** Folder of the checkpoints of earlier parts of the run. */
  readonly checkpoints: string;
  /** Bytes that the run may take on this machine; undefined: any. */
  readonly memory: number | undefined;
  /** Names of the classes, by number; none where they are not known. */
  readonly classes: readonly string[];
}

/** A training from its first to its last item: where it begins, what it says, and when it ends. */
export class TrainingRun {
  readonly #training: Training;
  readonly #settings: RunSettings;
  readonly #context: Context;
  readonly #joint: JointSteps | undefined;
  readonly #looks: Looks;
  /** Steps done and seconds spent in earlier parts of the run. */
  readonly #before: { readonly step: number; readonly seconds: number };
  #since: number | undefined;
  /** Those of the training and of the batches that wait for the rest of their step. */
  #rates: RateCounts;
  #inARow = 0;
  /** Whoever holds the last whole vectors of a training whose members divide them. */
  #lent: TrainingState['lent'];
  #ended = false;

  private constructor(training: Training, settings: RunSettings, context: Context, joint: JointSteps | undefined) {
    this.#joint = joint;
    this.#training = training;
    this.#settings = settings;
    this.#context = context;
    const { step, seconds, rates } = training.counters;
    this.#before = { step, seconds };
    this.#looks = new Looks(context.downstream, { seconds });
    this.#rates = rates;
  }

  /** Begin a run, or go on where an earlier part of it stopped: `first` of the context tells. */
  static async open(settings: RunSettings, context: Context): Promise<TrainingRun> {
    const { cascade, optimiser, start, memory, classes } = settings;
    const own = { data: describeData(context.upstream), recipe: recipeOf(settings) };
    const about = { ...own, ...(classes.length > 0 && { classes }) };
    const joint = await JointSteps.open({ cascade, optimiser, ...about }, memory, context);
    const training = new Training(cascade, context.seed, optimiser, about, joint?.part);
    const leads = context.share.index === 0;
    try {
      const saved = context.first > 0 && leads ? savedBefore(training, settings, context) : undefined;
      if (context.first === 0 && start !== '' && leads) await startFrom(training, start, context.note);
      if (joint !== undefined) await joint.begin(training, saved);
      else if (saved !== undefined) loadTraining(training, saved);
      return new TrainingRun(training, settings, context, joint);
    } catch (error) {
      training.dispose();
      throw error;
    }
  }

  /**
   * Learn from the batch of an item; the result belongs to the caller.
   *
   * @param rates frames per second of its clips, as far as they are known
   */
  async take(
    lossOf: LossOf,
    batch: number,
    number: number,
    rates: readonly (number | null)[] = [],
  ): Promise<TrainingState> {
    await this.#lent?.returned;
    this.#refuseOther(batch, number);
    if (this.#since === undefined) tellRecipe(this.#settings, batch, this.#context);
    this.#since ??= performance.now();
    const since = this.#since;
    const spent = (): number => (performance.now() - since) / 1000;
    const outcome = await this.#training.update(lossOf, batch, this.#settings, this.#joint?.together(spent));
    const told = await this.#joint?.told();
    const seconds = this.#joint === undefined ? spent() : told?.seconds;
    if (seconds !== undefined) this.#training.count({ seconds: this.#before.seconds + seconds });
    if (told?.stop === true) this.#context.enough();
    const all = (await this.#joint?.all(rates)) ?? rates;
    this.#rates = countRates(this.#rates, all);
    if (outcome.kind === 'gathered') return this.#state(false);
    // what a checkpoint counts ends with a step, as what a resumed run draws begins with one
    this.#training.count({ items: number + 1, batch, rates: this.#rates });
    if (outcome.kind === 'skipped') {
      this.#skip(outcome.loss, outcome.norm);
      return this.#state(told?.stop === true);
    }
    this.#inARow = 0;
    this.#tell(outcome.report);
    const isLast = this.#endIfDone();
    return this.#state(isLast || told?.stop === true, outcome.report);
  }

  /** Free the memory, and say so if the data ended before the run did. */
  end(): void {
    const { step, seconds } = this.#training.counters;
    const { steps, hours } = this.#settings;
    const goal = steps > 0 ? counted(steps, 'step') : counted(hours, 'hour');
    if (this.#context.signal.aborted && !this.#ended) this.#context.note(`stopped after ${step} of ${goal}`);
    if (!this.#context.signal.aborted && shareDone(this.#settings, step, seconds) < 1) {
      this.#context.warn(`the data ended: ${step} of ${goal} are done`);
    }
    this.dispose();
  }

  dispose(): void {
    this.#training.dispose();
  }

  /** The state after an item, as the nodes after the training see it. */
  async #state(isLast: boolean, report?: StepReport): Promise<TrainingState> {
    const state = this.#training.snapshot(report);
    const looking = report !== undefined || isLast ? this.#looks.at(state, isLast) : [];
    const seen = (await this.#joint?.seen(state, looking)) ?? state;
    this.#lent = seen.lent;
    return seen;
  }

  #refuseOther(batch: number, number: number): void {
    const { items, step, ...earlier } = this.#training.counters;
    const { accumulate } = this.#settings;
    const place = { file: this.#settings.checkpoints };
    if (this.#since === undefined && number !== items) {
      throw new HpdmError({
        code: 'E_CHECKPOINT_STEP',
        place,
        expected: `a checkpoint before item ${number}, where this run begins`,
        got: `one before item ${items}, after ${counted(step, 'step')}`,
        try: `--first ${items}, or --resume`,
      });
    }
    if (earlier.batch === 0 || (earlier.batch === batch && earlier.accumulate === accumulate)) return;
    const [expected, got] = [
      `${accumulate} × ${counted(batch, 'clip')} per step`,
      `${earlier.accumulate} × ${earlier.batch}`,
    ];
    const advice = 'the batch of the earlier run; for another one, start a new run from its weights: --init-from';
    throw new HpdmError({ code: 'E_CHECKPOINT_BATCH', place, expected, got, try: advice });
  }

  #tell(report: StepReport): void {
    const { levels, step, loss, ...numbers } = report;
    const { seconds, batch, accumulate, skipped } = this.#training.counters;
    const perLevel = Object.fromEntries(levels.map((one, level) => [`loss.${level}`, one]));
    const perSecond = ((step - this.#before.step) * batch * accumulate) / (seconds - this.#before.seconds);
    this.#context.metric({ step, loss, ...numbers, ...perLevel, seconds, clipsPerSecond: perSecond, skipped });
    const each = levels.map((one) => one.toFixed(3)).join(' ');
    const epochs = epochsOf(this.#settings, step, batch * accumulate);
    const note = `loss ${loss.toFixed(3)} (${each}), ${Number(perSecond.toPrecision(2))} clips/s${epochs}`;
    this.#context.progress(step, this.#settings.steps > 0 ? this.#settings.steps : undefined, note);
  }

  #skip(loss: number, norm: number): void {
    const { step } = this.#training.counters;
    this.#inARow += 1;
    const what = `the loss is ${loss} and its gradient's norm ${norm} at step ${step + 1}`;
    if (this.#inARow < this.#settings.patience) {
      this.#context.warn(`${what}; the step is left out`);
      return;
    }
    throw new HpdmError({
      code: 'E_LOSS',
      message: `${what}, as in the ${counted(this.#inARow - 1, 'step')} before`,
      expected: 'finite numbers',
      try: 'a smaller learning rate or a longer warm-up, from the last checkpoint',
    });
  }

  /** End the run after its last step, or the last one of this part of it; whether this was it. */
  #endIfDone(): boolean {
    const { step, seconds } = this.#training.counters;
    const { left } = this.#settings;
    this.#ended = shareDone(this.#settings, step, seconds) >= 1;
    const isLast = this.#ended || (left > 0 && step - this.#before.step >= left);
    if (isLast) this.#context.enough();
    return isLast;
  }
}

/** How many passes over the data are made, in words; empty if it is not known how long one is. */
function epochsOf({ epoch, steps }: RunSettings, step: number, clips: number): string {
  if (epoch === 0) return '';
  const passes = (count: number): string => ((count * clips) / epoch).toFixed(1);
  return `, epoch ${passes(step)}${steps > 0 ? ` of ${passes(steps)}` : ''}`;
}

/** The checkpoint with which a run goes on; says at which step, and which settings are others. */
function savedBefore({ identity }: Training, settings: RunSettings, { first, note }: Context): SavedTraining {
  const saved = savedTraining(identity, checkpointAt(settings.checkpoints, first));
  const { step, recipe: before } = saved.record;
  const now = recipeOf(settings);
  const changed = Object.keys(now).flatMap((key) => {
    if (before[key] === undefined || before[key] === now[key]) return [];
    return [`${key} ${before[key]} → ${now[key]}`];
  });
  note([`goes on after step ${step}`, ...(changed.length > 0 ? [`changed: ${changed.join(', ')}`] : [])].join('; '));
  return saved;
}

/** Say what a run does that its settings do not show. */
function tellRecipe(settings: RunSettings, batch: number, { note }: Context): void {
  const { accumulate, emaHalfLife } = settings;
  const warmup = warmupSteps(settings);
  if (warmup < settings.warmup) {
    note(
      `warm-up is ${counted(warmup, 'step')}, a fifth of the run, which is not longer than ${counted(settings.warmup, 'step')}`,
    );
  }
  const steps = Math.round(emaHalfLife / batch / accumulate);
  note(
    `learning rate ${baseRate(settings)}; the average of the weights has a half-life of ${emaHalfLife} samples, ${counted(steps, 'step')}, or of a twentieth of those done where that is less`,
  );
}
