import { HpdmError } from '../../dsl/index.js';
import type { GridCell, GridRequest, GridView } from './protocol.js';
import type { Runs } from './runs.js';

/** The most runs of a grid. */
const MOST = 100;
const VIDEO = /\.(mp4|webm|gif|webp)$/i;

/** Runs of a document for several seeds and several values of a parameter, one after the other. They do not depend on any page. */
export class Grid {
  readonly #runs: Runs;
  readonly #changed: () => void;
  #request: GridRequest | undefined;
  #cells: GridCell[] = [];
  #isStopped = false;
  #isAtWork = false;

  /** @param changed called when something is new */
  constructor(runs: Runs, changed: () => void) {
    this.#runs = runs;
    this.#changed = changed;
  }

  /** Whether runs are left that will start. */
  get isAtWork(): boolean {
    return this.#isAtWork;
  }

  /** The grid that is at work, or the last one. */
  get view(): GridView | undefined {
    if (this.#request === undefined) return undefined;
    const { name, seeds, choices } = this.#request;
    return { seeds, choices, cells: this.#cells, ...(name === undefined ? {} : { name }) };
  }

  /** Start the first run; the others follow. A run that fails is marked in its cell, and the next one starts. fails E_BUSY, E_REQUEST_FORM */
  start(request: GridRequest): void {
    const { seeds, choices } = request;
    const count = seeds.length * choices.length;
    if (this.#isAtWork || this.#runs.isBusy) {
      throw new HpdmError({
        code: 'E_BUSY',
        expected: 'no run at work',
        got: 'one',
        try: 'stop it, or wait for its end',
      });
    }
    if (count === 0 || count > MOST) {
      const expected = `1 to ${MOST} runs`;
      throw new HpdmError({ code: 'E_REQUEST_FORM', expected, got: `${count}`, try: 'other seeds or values' });
    }
    this.#request = request;
    this.#cells = choices.flatMap((value) => seeds.map((seed) => ({ seed, value, phase: 'waiting' as const })));
    [this.#isStopped, this.#isAtWork] = [false, true];
    void this.#work(request);
  }

  /** Start no more runs. */
  stop(): void {
    this.#isStopped = true;
  }

  async #work({ name, ...request }: GridRequest): Promise<void> {
    for (const [i, { seed, value }] of this.#cells.entries()) {
      if (this.#isStopped) break;
      this.#put(i, { phase: 'running' });
      const values = { ...request.values, ...(name === undefined ? {} : { [name]: value }) };
      try {
        const { file, text } = request;
        const { phase, wrote, faults } = await (await this.#runs.start({ file, text, values, seed })).ended;
        const video = wrote.find((path) => VIDEO.test(path));
        this.#put(i, { phase, faults, ...(video === undefined ? {} : { video }) });
      } catch (error) {
        if (!(error instanceof HpdmError)) throw error;
        this.#put(i, { phase: 'failed', faults: error.faults });
      }
    }
    this.#isAtWork = false;
    this.#cells = this.#cells.map((cell) => (cell.phase === 'waiting' ? { ...cell, phase: 'stopped' } : cell));
    this.#changed();
  }

  #put(index: number, change: Partial<GridCell>): void {
    this.#cells = this.#cells.map((cell, i) => (i === index ? { ...cell, ...change } : cell));
    this.#changed();
  }
}
