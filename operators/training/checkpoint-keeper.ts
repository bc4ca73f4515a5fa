import { basename, join, resolve } from 'node:path';
import { HpdmError, type Context } from '../../dsl/index.js';
import { sizeOf } from '../disk/size-of.js';
import { saveTraining } from './save-training.js';
import { removeEarlier } from './set-aside.js';
import { copyState, disposeState, type TrainingState } from './training-state.js';

/** When checkpoints are written, and which are kept. */
export interface Interval {
  /** Steps between two checkpoints. */
  readonly every: number;
  /** Longest time between two; 0: any. */
  readonly minutes: number;
  /** Number of newest ones to keep. */
  readonly keep: number;
  /** Whether the one with the lowest loss is also kept. */
  readonly best: boolean;
}

/** Writes the checkpoints of a run when they are due, and what was not written yet when the run ends. */
export class CheckpointKeeper {
  readonly #root: string;
  readonly #interval: Interval;
  readonly #path: string;
  readonly #say: Pick<Context, 'node' | 'warn' | 'wrote'>;
  /** The newest state; its tensors share the memory of the training until the next step. */
  #newest: TrainingState | undefined;
  /** Why the newest checkpoint was not written, of a training whose members divide its vectors. */
  #failure: HpdmError | undefined;
  #saved = { step: 0, items: 0, at: performance.now() };

  constructor(path: string, interval: Interval, say: Pick<Context, 'node' | 'warn' | 'wrote'>) {
    this.#path = path;
    // Node's recursive mkdir never returns for a relative path once the working folder has been removed
    this.#root = resolve(path);
    this.#interval = interval;
    this.#say = say;
  }

  /** Take the state after an item; write it if a checkpoint is due. */
  async see(state: TrainingState): Promise<void> {
    if (state.wholeFor !== undefined) return this.#seeDivided(state, state.wholeFor);
    const isStep = state.step !== this.#newest?.step;
    this.#hold(state);
    if (!isStep || !this.#isDue(state)) return;
    this.#saved.at = performance.now();
    await this.#trySave(state);
  }

  /** Write the newest state, unless it is written. */
  async finish(): Promise<void> {
    const newest = this.#newest;
    if (this.#failure !== undefined) throw this.#failure;
    try {
      if (newest !== undefined && newest.items !== this.#saved.items) await this.#save(newest);
    } finally {
      this.#release();
    }
  }

  /** Write the newest state of a run that failed; a run that was cancelled leaves it, since there is no time. */
  async abandon(reason: unknown): Promise<void> {
    if (reason instanceof HpdmError && ['E_CANCELLED', 'E_DISK_FULL'].includes(reason.code)) this.#release();
    else await this.finish();
  }

  /** Write a state whose vectors are whole for this node, and do not hold it: the training waits for that. */
  async #seeDivided(state: TrainingState, wholeFor: readonly string[]): Promise<void> {
    if (wholeFor.includes(this.#say.node)) this.#failure = await this.#trySave(state);
  }

  /** Write a state, or warn that it was not possible, and say why. */
  async #trySave(state: TrainingState): Promise<HpdmError | undefined> {
    try {
      await this.#save(state);
      return undefined;
    } catch (error) {
      if (!(error instanceof HpdmError)) throw error;
      this.#say.warn(`no checkpoint after step ${state.step}, the next interval tries again: ${error.message}`);
      return error;
    }
  }

  #isDue({ step }: TrainingState): boolean {
    const { every, minutes } = this.#interval;
    const late = minutes > 0 && performance.now() - this.#saved.at >= 60_000 * minutes;
    return step > 0 && (step % every === 0 || late);
  }

  async #save(state: TrainingState): Promise<void> {
    const { keep, best } = this.#interval;
    const folder = await saveTraining(state, this.#root, keep, best);
    const { step } = state;
    this.#say.wrote({ path: join(this.#path, basename(folder)), bytes: await sizeOf(folder), facts: { step } });
    this.#saved = { step: state.step, items: state.items, at: performance.now() };
    await removeEarlier(this.#root);
  }

  #hold(state: TrainingState): void {
    this.#release();
    this.#newest = copyState(state);
  }

  #release(): void {
    if (this.#newest !== undefined) disposeState(this.#newest);
    this.#newest = undefined;
  }
}
