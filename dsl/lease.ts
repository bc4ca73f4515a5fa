import type { Kind } from './contract.js';

/** Admits at most `limit` items at a time; a source waits here before it makes its next one. */
export class Gate {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.free = limit;
  }

  /** A ticket, as soon as one is free. */
  async admit(): Promise<Ticket> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((wake) => this.waiting.push(wake));
    return new Ticket(() => {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    });
  }
}

/** The right of one item to be in flight; goes back to its gate when the last lease that holds it is released. */
export class Ticket {
  private holders = 0;

  constructor(private readonly giveBack: () => void) {}

  hold(): this {
    this.holders += 1;
    return this;
  }

  release(): void {
    this.holders -= 1;
    if (this.holders === 0) this.giveBack();
  }
}

/** A value on its way, shared by the readers of an output; the last one to release it frees its memory. */
export class Lease {
  private readers: number;

  constructor(
    readonly value: unknown,
    private readonly kind: Kind<unknown>,
    readonly tickets: readonly Ticket[],
    readers: number,
    private readonly ledger: Ledger,
  ) {
    this.readers = readers;
    for (const ticket of tickets) ticket.hold();
    ledger.add(this);
    if (readers === 0) this.free();
  }

  /** More readers: an operator passed its input on as its output. */
  share(readers: number): this {
    this.readers += readers;
    return this;
  }

  release(): void {
    this.readers -= 1;
    if (this.readers === 0) this.free();
  }

  /** Free the value whatever its readers; for the end of a run. */
  free(): void {
    if (!this.ledger.remove(this)) return;
    this.kind.release(this.value);
    for (const ticket of this.tickets) ticket.release();
  }
}

/** Every lease of a run that has not been freed; what is left when the run ends is swept. */
export class Ledger {
  private readonly open = new Set<Lease>();

  add(lease: Lease): void {
    this.open.add(lease);
  }

  /** False when the lease was freed before. */
  remove(lease: Lease): boolean {
    return this.open.delete(lease);
  }

  sweep(): void {
    for (const lease of [...this.open]) lease.free();
  }
}
