import type { Kind } from '../contract/contract.js';
import type { Ticket } from './gate.js';

/** Where leases come from and go back to: an output of a node. */
export interface Lender {
  /** `node.port`. */
  readonly name: string;
  readonly kind: Kind<unknown>;
  lent(): void;
  returned(): void;
}

/** What a lease says of its value besides where it comes from. */
export interface Loan {
  readonly tickets: readonly Ticket[];
  /** Number of the item that the value is of, counted over all runs that go on from each other; 0 for a constant. */
  readonly number: number;
  /** The lease of another item that has the same value: it frees it. */
  readonly sharing?: Lease | undefined;
  /** What goes along with the value to all that is made of it. */
  readonly companion?: unknown;
}

/** A value on its way. Who holds it last frees its memory and gives its tickets back. */
export class Lease {
  readonly tickets: readonly Ticket[];
  readonly number: number;
  readonly companion: unknown;
  #holders = 1;
  readonly #ledger: Ledger;
  readonly #sharing: Lease | undefined;

  constructor(
    readonly value: unknown,
    readonly from: Lender,
    { tickets, number, sharing, companion }: Loan,
    ledger: Ledger,
  ) {
    this.tickets = tickets;
    this.number = number;
    this.companion = companion;
    this.#sharing = sharing?.hold();
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
    if (this.#sharing === undefined) this.from.kind.release(this.value);
    else this.#sharing.release();
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

/** The number of an item: streams are joined by it, constants have none. */
export const numberOf = (leases: readonly Lease[]): number =>
  leases.reduce((number, lease) => Math.max(number, lease.number), 0);

/** The tickets of everything an item was made from, each once. */
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
