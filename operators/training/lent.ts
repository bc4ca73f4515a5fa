/** Something large that is lent, with whoever holds it: one at first. */
export class Lent {
  /** Resolves when nobody holds it any more. */
  readonly returned: Promise<void>;
  #holders = 1;
  #free: () => void = () => undefined;

  constructor() {
    this.returned = new Promise((resolve) => (this.#free = resolve));
  }

  /** One more holds it. */
  take(): void {
    this.#holders += 1;
  }

  /** One of its holders does not hold it any more. */
  giveBack(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#free();
  }
}
