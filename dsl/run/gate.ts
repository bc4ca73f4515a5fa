import type { Beginning } from '../graph/beginning.js';
import type { Activity } from './activity.js';

/** Admits at most `limit` items of a node at a time and numbers them; a source waits here before it makes its next item. */
export class Gate {
  readonly #waiting: ((ticket: Ticket | undefined) => void)[] = [];
  readonly #activity: Activity;
  #free: number;
  #closed = false;
  #next: number;
  readonly #shown: number;
  readonly #step: number;

  constructor(
    readonly node: string,
    readonly limit: number,
    activity: Activity,
    { made, shown, step = 1 }: Beginning = { made: 0, shown: 0 },
  ) {
    this.#next = made;
    this.#shown = shown;
    this.#step = step;
    this.#free = limit;
    this.#activity = activity;
  }

  /** Whether the source waits for a ticket. */
  get stuck(): boolean {
    return this.#waiting.length > 0;
  }

  /** A ticket, immediately or as soon as one is free; undefined when the gate is closed. Waiting does not count as work in progress. */
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

  /** Number of the item that its source makes next. */
  get next(): number {
    return this.#next;
  }

  /** Number the item that its source made; whether it is shown, or was so in an earlier run. */
  count(): { readonly number: number; readonly shown: boolean } {
    const number = this.#next;
    this.#next += this.#step;
    return { number, shown: number >= this.#shown };
  }

  /** Take back a ticket. */
  readmit(): void {
    if (this.#waiting.length === 0) this.#free += 1;
    else this.#wake(new Ticket(this));
  }

  /** Admit no more items; a source that waits gets undefined. */
  close(): void {
    this.#closed = true;
    while (this.stuck) this.#wake(undefined);
  }

  #wake(ticket: Ticket | undefined): void {
    this.#activity.begin();
    this.#waiting.shift()?.(ticket);
  }
}

/** The right of one item to be in flight. It goes back to its gate when its last holder releases it. */
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
