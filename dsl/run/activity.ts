/**
 * Counts the work in progress of a run: calls of operators, items that wait for a call, readers outside the graph that hold a value.
 * The next piece of work always begins before the current one ends, so at zero nothing more can happen.
 */
export class Activity {
  #working = 0;

  /** @param idle called when no work is in progress */
  constructor(private readonly idle: () => void) {}

  get working(): number {
    return this.#working;
  }

  begin(): void {
    this.#working += 1;
  }

  end(): void {
    this.#working -= 1;
    if (this.#working === 0) this.idle();
  }
}
