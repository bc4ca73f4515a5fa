import { Lease, Ledger, type Lender } from '../../../dsl/run/lease.js';
import type { Ticket } from '../../../dsl/run/gate.js';

/** An output that lends values, and what has become of them. */
export function lending() {
  const ledger = new Ledger();
  const freed: unknown[] = [];
  const lender: Lender = {
    name: 'source.out',
    kind: { name: 'text', tensors: false, release: (value) => freed.push(value) },
    lent: () => undefined,
    returned: () => undefined,
  };
  return {
    ledger,
    /** Values in the order in which they were freed. */
    freed,
    lend: (value: unknown, number = 0, tickets: readonly Ticket[] = []): Lease =>
      new Lease(value, lender, { tickets, number }, ledger),
    /** Values that are still held. */
    held: (): unknown[] => [...ledger].map(({ value }) => value),
  };
}
