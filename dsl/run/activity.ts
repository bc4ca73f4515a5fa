/**
 * Counts what is at work in a run: calls of operators, items that wait for their turn, readers outside the graph that hold something.
 * Whatever happens next is begun before what happens now is ended, so at zero nothing can happen any more.
 */
export class Activity {
  #working = 0;

  /** @param idle called when nothing is at work */
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
