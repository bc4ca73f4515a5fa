import { Observable, type Subscriber } from 'rxjs';
import type { Kind } from '../contract/port.js';
import type { Lease, Lender } from './lease.js';

/** An output of a running node. Every reader gets every item. The node is notified when its last reader unsubscribes. */
export class Output implements Lender {
  /** The items. A subscriber must release every lease that it receives. */
  readonly leases$: Observable<Lease>;
  #readers: readonly Subscriber<Lease>[] = [];
  #away = 0;
  #whenBack: (() => void) | undefined;
  #completed = false;

  /**
   * @param name `node.port`
   * @param deserted called when the last reader unsubscribes
   */
  constructor(
    readonly name: string,
    readonly kind: Kind<unknown>,
    deserted: () => void,
  ) {
    this.leases$ = new Observable((reader) => {
      if (this.#completed) {
        reader.complete();
        return;
      }
      this.#readers = [...this.#readers, reader];
      reader.add(() => {
        this.#readers = this.#readers.filter((other) => other !== reader);
        if (this.#readers.length === 0) deserted();
      });
    });
  }

  get read(): boolean {
    return this.#readers.length > 0;
  }

  /** Pass an item to every reader; the last reader takes over the caller's hold. */
  publish(lease: Lease): void {
    const readers = this.#readers;
    const last = readers.length - 1;
    for (let i = 0; i < last; i++) if (readers[i]?.closed === false) readers[i]?.next(lease.hold());
    const reader = readers[last];
    // a reader may have unsubscribed while another one processed this item
    if (reader === undefined || reader.closed) lease.release();
    else reader.next(lease);
  }

  complete(): void {
    this.#completed = true;
    for (const reader of this.#readers) reader.complete();
  }

  lent(): void {
    this.#away += 1;
  }

  returned(): void {
    this.#away -= 1;
    if (this.#away === 0) this.#whenBack?.();
  }

  /** Call back when all leases have been returned, immediately if they have been already. */
  whenBack(callback: () => void): void {
    if (this.#away === 0) callback();
    else this.#whenBack = callback;
  }
}
