import type { CheckValue } from './check-value.js';
import type { Ticket } from './gate.js';
import { accompanied, Lease, numberOf, ticketsOf, type Ledger, type Loan } from './lease.js';
import type { Output } from './output.js';
import { ownValue } from './own-value.js';
import { itemAt } from '../fault/item-at.js';

type Item = readonly Lease[];
type Results = Readonly<Record<string, unknown>>;

/** Passes the values that an operator returns to the readers of its node, as leases. */
export class Publisher {
  readonly #ports: readonly string[];
  readonly #outputs: readonly Output[];
  readonly #checks: readonly CheckValue[];
  readonly #ledger: Ledger;

  /**
   * @param outputs those of the node, by port
   * @param checks of their values, in the same order
   */
  constructor(outputs: ReadonlyMap<string, Output>, ledger: Ledger, checks: readonly CheckValue[] = []) {
    this.#ports = [...outputs.keys()];
    this.#outputs = [...outputs.values()];
    this.#checks = checks;
    this.#ledger = ledger;
  }

  /** Publish the results for an item and release the leases that they were made from. */
  settle(item: Item, number: number, results: Results): void {
    const leases = this.#own(results, item, { tickets: ticketsOf(item), number });
    release(item);
    this.#publish(leases);
  }

  /**
   * Publish an item of a source.
   *
   * @param ticket of the item; if undefined, the item gets the tickets of the inputs it was made from
   */
  emit(item: Item, results: Results, ticket: Ticket | undefined): void {
    if (ticket === undefined) {
      this.#publish(this.#own(results, item, { tickets: ticketsOf(item), number: numberOf(item) }));
      return;
    }
    const { number, shown } = ticket.gate.count();
    const leases = this.#own(results, item, { tickets: [ticket], number });
    ticket.release();
    if (shown) this.#publish(leases);
    else release(leases);
  }

  /** Make leases of the values that an operator returned. A value that is also an input, or that occurs twice, gets one more holder instead. */
  #own(results: Results, item: Item, loan: Loan): Lease[] {
    const leases: Lease[] = [];
    const inherited = item.find(({ companion }) => companion !== undefined)?.companion;
    this.#outputs.forEach((output, i) => {
      const port = itemAt(this.#ports, i);
      const result = ownValue(results, port, output.kind);
      const same = ({ value: other }: Lease): boolean => other === result && typeof result === 'object';
      const shared = item.find(same) ?? leases.find(same);
      if (shared?.number === loan.number) {
        leases.push(shared.hold());
        return;
      }
      const [value, companion] = accompanied(result, output.kind, inherited);
      // `...` last: V8 makes a hidden class per object, which outlives the item, where properties follow it
      leases.push(new Lease(value, output, { sharing: shared, companion, ...loan }, this.#ledger));
    });
    // every value has its lease by now, which frees it when the run fails
    for (const [i, { value }] of leases.entries()) this.#checks[i]?.(value);
    return leases;
  }

  #publish(leases: readonly Lease[]): void {
    leases.forEach((lease, i) => this.#outputs[i]?.publish(lease));
  }
}

/** Release all leases of an item. */
export const release = (leases: readonly Lease[]): void => {
  for (const lease of leases) lease.release();
};
