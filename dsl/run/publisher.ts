import { runFailure, type HpdmError } from '../fault/fault.js';
import type { Ticket } from './gate.js';
import { accompanied, Lease, numberOf, ticketsOf, type Ledger, type Loan } from './lease.js';
import type { Output } from './output.js';

type Item = readonly Lease[];
type Results = Readonly<Record<string, unknown>>;

/** Lends what an operator returned to the readers of its node. */
export class Publisher {
  readonly #ports: readonly string[];
  readonly #outputs: readonly Output[];
  readonly #ledger: Ledger;

  /** @param outputs by port */
  constructor(outputs: ReadonlyMap<string, Output>, ledger: Ledger) {
    this.#ports = [...outputs.keys()];
    this.#outputs = [...outputs.values()];
    this.#ledger = ledger;
  }

  /** Hand an item's results on and let go of what they were made from. */
  settle(item: Item, number: number, results: Results): void {
    const leases = this.#own(results, item, { tickets: ticketsOf(item), number });
    release(item);
    this.#publish(leases);
  }

  /**
   * Hand on what a source emitted.
   *
   * @param ticket goes with it; without one, those of what it was made from
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

  /** Leases on what an operator returned; a value that is one of its inputs, or twice among its outputs, is shared. */
  #own(results: Results, item: Item, loan: Loan): Lease[] {
    const leases: Lease[] = [];
    const inherited = item.find(({ companion }) => companion !== undefined)?.companion;
    this.#outputs.forEach((output, i) => {
      const port = this.#ports[i] ?? '';
      const result = results[port];
      if (result === undefined) throw missingOutput(port, results);
      const same = ({ value: other }: Lease): boolean => other === result && typeof result === 'object';
      const shared = item.find(same) ?? leases.find(same);
      if (shared?.number === loan.number) {
        leases.push(shared.hold());
        return;
      }
      const [value, companion] = accompanied(result, output.kind, inherited);
      leases.push(new Lease(value, output, { ...loan, sharing: shared, companion }, this.#ledger));
    });
    return leases;
  }

  #publish(leases: readonly Lease[]): void {
    leases.forEach((lease, i) => this.#outputs[i]?.publish(lease));
  }
}

/** Let go of an item. */
export const release = (leases: readonly Lease[]): void => {
  for (const lease of leases) lease.release();
};

const missingOutput = (port: string, results: Results): HpdmError =>
  runFailure({
    code: 'E_OUTPUT_MISSING',
    path: `out.${port}`,
    expected: `a value for the output "${port}", which the operator declares`,
    got: Object.keys(results).join(', ') || 'nothing',
  });
