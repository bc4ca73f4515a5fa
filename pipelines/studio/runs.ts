import { HpdmError, type Picture } from '../../dsl/index.js';
import { load } from '../api/load.js';
import type { RunRequest, RunView, Series } from './protocol.js';
import { freshOutputs } from './fresh-outputs.js';
import { keepRecords } from './keep-records.js';
import { declaredIn, valuesOf } from './examiner.js';
import type { Told } from './run-job.js';
import { RunProcess, type ProcessEnd } from './run-process.js';
import { RunState } from './run-state.js';
import type { Documents } from './documents.js';

/** The runs of a studio, of which one is at work at a time. They do not depend on any page. */
export class Runs {
  readonly #documents: Documents;
  readonly #changed: () => void;
  #count = 0;
  #state: RunState | undefined;
  #process: RunProcess | undefined;

  /** @param changed called when something is new */
  constructor(documents: Documents, changed: () => void) {
    this.#documents = documents;
    this.#changed = changed;
  }

  /** The run that is at work, or else the last one. */
  get view(): RunView | undefined {
    return this.#state?.view();
  }

  /** Whether one is at work. */
  get isBusy(): boolean {
    return this.#hasProcess();
  }

  /** The curves of that run. */
  get series(): readonly Series[] {
    return this.#state?.series() ?? [];
  }

  /** The newest picture of a node of that run. */
  pictureOf(node: string): Picture | undefined {
    return this.#state?.pictureOf(node);
  }

  /**
   * Start a run. Videos and pictures that it writes get names that no file has, so that no result replaces another one.
   *
   * @returns its end
   * fails E_BUSY when one is at work; and like `load`
   */
  async start({ file, text, values, seed, resume }: RunRequest): Promise<{ readonly ended: Promise<RunView> }> {
    const busy = (): HpdmError =>
      new HpdmError({ code: 'E_BUSY', expected: 'no run at work', got: 'one', try: 'stop it, or wait for its end' });
    if (this.isBusy) throw busy();
    const document = { file: this.#documents.locate(file), text };
    const declared = declaredIn(document) ?? {};
    const chosen = valuesOf(values, declared);
    // a document that declares the seed is given it, as with --seed
    const seeded = seed === undefined || !('seed' in declared) ? chosen : { ...chosen, seed };
    const fresh = resume === true ? seeded : await freshOutputs(document, seeded, declared);
    if (this.#hasProcess()) throw busy();
    const id = `${(this.#count += 1)}`;
    const { parameters } = await load(document, fresh);
    const numbered = seed ?? Number(parameters['seed'] ?? 0);
    const state = new RunState({ id, file, values: fresh, seed: numbered, began: new Date().toISOString() });
    const job = { document, values: fresh, seed: numbered, resume: resume === true };
    const process = new RunProcess(job, (told) => this.#see(state, told));
    [this.#state, this.#process] = [state, process];
    this.#changed();
    const ended = process.end.then(async (end) => {
      await keepRecords(state, document, { declared, parameters }).catch(
        (error: unknown) => (state.faults = faultsOf(error)),
      );
      this.#ended(state, end);
      return state.view();
    });
    return { ended };
  }

  /** End the run as Ctrl-C does; what it has made is kept. A second time, it gives up. */
  stop(): void {
    if (this.#state === undefined || this.#process === undefined) return;
    this.#state.phase = 'stopping';
    this.#process.interrupt();
    this.#changed();
  }

  /** Halt the run, or let it go on. */
  pause(on: boolean): void {
    const state = this.#state;
    if (state === undefined || this.#process === undefined || state.phase === 'stopping') return;
    state.phase = on ? 'paused' : 'running';
    this.#process.pause(on);
    this.#changed();
  }

  /** Stop the run that is at work, if one is, and wait for its end. */
  async close(): Promise<void> {
    this.stop();
    await this.#process?.end;
  }

  /** As `isBusy`, of which the compiler would remember what it was before the waiting. */
  #hasProcess(): boolean {
    return this.#process !== undefined;
  }

  #see(state: RunState, told: Told): void {
    if (told.type === 'event') state.see(told.event, told.device, told.bytes);
    else if (told.type === 'expected') state.expected = told.expected;
    else state.faults = told.faults;
    this.#changed();
  }

  #ended(state: RunState, { code, signal, said }: ProcessEnd): void {
    const isStopped = state.faults.some(({ code: fault }) => fault === 'E_CANCELLED');
    const crashed = code !== 0 && state.faults.length === 0;
    if (crashed) {
      const got = signal === null ? `exit code ${code ?? ''}` : `${signal}; perhaps there was too little memory`;
      const message = `the process of the run ended: ${got}${said === '' ? '' : `\n${said}`}`;
      state.faults = [{ code: 'E_OPERATOR_FAILED', message }];
    }
    state.phase = isStopped ? 'stopped' : state.faults.length > 0 ? 'failed' : 'finished';
    this.#process = undefined;
    this.#changed();
  }
}

const faultsOf = (error: unknown): HpdmError['faults'] =>
  error instanceof HpdmError ? error.faults : [{ code: 'E_OUTPUT_WRITE', message: String(error) }];
