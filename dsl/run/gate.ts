import type { Activity } from './activity.js';

/** Admits at most `limit` items of a node at a time; a source waits here before it makes its next one. */
export class Gate {
  readonly #waiting: ((ticket: Ticket | undefined) => void)[] = [];
  readonly #activity: Activity;
  #free: number;
  #closed = false;

  constructor(
    readonly node: string,
    readonly limit: number,
    activity: Activity,
  ) {
    this.#free = limit;
    this.#activity = activity;
  }

  /** Whether somebody waits for a ticket. */
  get stuck(): boolean {
    return this.#waiting.length > 0;
  }

  /** A ticket, at once or as soon as one is free; nothing when the gate is closed. Who waits is not at work. */
  admit(): Ticket | undefined | Promise<Ticket | undefined> {
    if (this.#closed) return undefined;
    if (this.#free > 0) {
      this.#free -= 1;
      return new Ticket(this);
    }
    return new Promise((wake) => {
      this.#waiting.push(wake);
      this.#activity.end();
    });
  }

  /** A ticket came back. */
  readmit(): void {
    if (this.#waiting.length === 0) this.#free += 1;
    else this.#wake(new Ticket(this));
  }

  /** Nobody is admitted any more; who waits is told so. */
  close(): void {
    this.#closed = true;
    while (this.stuck) this.#wake(undefined);
  }

  #wake(ticket: Ticket | undefined): void {
    this.#activity.begin();
    this.#waiting.shift()?.(ticket);
  }
}

/** The right of one item to be in flight; goes back to its gate when the last one that holds it lets go. */
export class Ticket {
  #holders = 1;

  constructor(readonly gate: Gate) {}

  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.gate.readmit();
  }
}
