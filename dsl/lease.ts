import type { Activity } from './activity.js';
import type { Kind } from './contract.js';

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

/** Where leases come from and go back to: an output of a node. */
export interface Lender {
  /** `node.port`. */
  readonly name: string;
  readonly kind: Kind<unknown>;
  lent(): void;
  returned(): void;
}

/** A value on its way. Who holds it last frees its memory and gives its tickets back. */
export class Lease {
  #holders = 1;
  readonly #ledger: Ledger;

  constructor(
    readonly value: unknown,
    readonly from: Lender,
    readonly tickets: readonly Ticket[],
    ledger: Ledger,
  ) {
    this.#ledger = ledger;
    for (const ticket of tickets) ticket.hold();
    ledger.add(this);
    from.lent();
  }

  /** One more holder. */
  hold(): this {
    this.#holders += 1;
    return this;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.free();
  }

  /** Free the value whoever holds it; for the end of a run. */
  free(): void {
    if (!this.#ledger.remove(this)) return;
    this.from.kind.release(this.value);
    for (const ticket of this.tickets) ticket.release();
    this.from.returned();
  }
}

/** Every lease of a run that has not been freed; what is left when the run ends is swept. */
export class Ledger {
  readonly #open = new Set<Lease>();

  add(lease: Lease): void {
    this.#open.add(lease);
  }

  /** False when the lease was freed before. */
  remove(lease: Lease): boolean {
    return this.#open.delete(lease);
  }

  [Symbol.iterator](): Iterator<Lease> {
    return this.#open.values();
  }

  sweep(): void {
    for (const lease of [...this.#open]) lease.free();
  }
}

const NO_TICKETS: readonly Ticket[] = [];

/** The tickets of everything an item was made from, each once. */
export function ticketsOf(leases: readonly Lease[]): readonly Ticket[] {
  let all = NO_TICKETS;
  for (const { tickets } of leases) {
    if (tickets === all || tickets.length === 0) continue;
    all = all.length === 0 ? tickets : [...new Set([...all, ...tickets])];
  }
  return all;
}
