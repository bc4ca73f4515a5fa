import type { Kind } from '../contract/port.js';
import type { Ticket } from './gate.js';

/** The output of a node that a lease comes from and goes back to. */
export interface Lender {
  /** `node.port`. */
  readonly name: string;
  readonly kind: Kind<unknown>;
  lent(): void;
  returned(): void;
}

/** The properties of a lease besides its value and its lender. */
export interface Loan {
  readonly tickets: readonly Ticket[];
  /** Number of the item that the value belongs to; it continues in a resumed run. 0 for a constant. */
  readonly number: number;
  /** The lease of another item with the same value; that lease frees the value. */
  readonly sharing?: Lease | undefined;
  /** What goes along with the value to all that is made of it. */
  readonly companion?: unknown;
}

/** A value in flight with its holders. When the last holder releases it, its memory is freed and its tickets are returned. */
export class Lease {
  readonly tickets: readonly Ticket[];
  readonly number: number;
  readonly companion: unknown;
  #holders = 1;
  readonly #ledger: Ledger;
  readonly #sharing: Lease | undefined;

  #value: unknown;

  constructor(
    value: unknown,
    readonly from: Lender,
    { tickets, number, sharing, companion }: Loan,
    ledger: Ledger,
  ) {
    this.#value = value;
    this.tickets = tickets;
    this.number = number;
    this.companion = companion;
    this.#sharing = sharing?.hold();
    this.#ledger = ledger;
    for (const ticket of tickets) ticket.hold();
    ledger.add(this);
    from.lent();
  }

  /** The value; nothing after it was freed, so that nobody keeps its memory who keeps a lease. */
  get value(): unknown {
    return this.#value;
  }

  /** Add a holder. */
  hold(): this {
    this.#holders += 1;
    return this;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.free();
  }

  /** Free the value even if it still has holders; used at the end of a run. */
  free(): void {
    if (!this.#ledger.remove(this)) return;
    if (this.#sharing === undefined) this.from.kind.release(this.#value);
    else this.#sharing.release();
    this.#value = undefined;
    for (const ticket of this.tickets) ticket.release();
    this.from.returned();
  }
}

/** All leases of a run that have not been freed; `sweep` frees the rest when the run ends. */
export class Ledger {
  readonly #open = new Set<Lease>();

  add(lease: Lease): void {
    this.#open.add(lease);
  }

  /** Remove a lease; false if it was freed already. */
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

/** The number of an item: streams are joined by it, constants have none. */
export const numberOf = (leases: readonly Lease[]): number =>
  leases.reduce((number, lease) => Math.max(number, lease.number), 0);

/** The tickets of all leases that an item is made from, each once. */
export function ticketsOf(leases: readonly Lease[]): readonly Ticket[] {
  let all = NO_TICKETS;
  for (const { tickets } of leases) {
    if (tickets === all || tickets.length === 0) continue;
    all = all.length === 0 ? tickets : [...new Set([...all, ...tickets])];
  }
  return all;
}

/** A value with what goes along with it: its own, or that of what it was made of. */
export function accompanied(
  value: unknown,
  { companion }: Kind<unknown>,
  inherited: unknown,
): [value: unknown, unknown] {
  const own = companion?.of(value);
  if (own !== undefined || inherited === undefined || companion === undefined) return [value, own ?? inherited];
  const given = companion.give(value, inherited);
  return [given, companion.of(given)];
}
