import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { Lease } from './lease.js';
import { itemAt } from '../fault/item-at.js';

/** A stream that a node reads; with `once` it is a constant, a single item. */
export interface Incoming {
  readonly leases$: Observable<Lease>;
  readonly once: boolean;
}

/**
 * Join streams: emit the items with the same number in every stream, together with all constants. The receiver releases them. If all
 * are constants, emit once. If streams start at different numbers, the earlier items are released.
 *
 * The result ends with the shortest stream. Items of longer streams that are left over are released, and a longer stream is
 * unsubscribed as soon as its next item arrives.
 *
 * @param queues one array per stream with the items that wait for those of other streams; filled here, readable for others
 * @param longer called with the index of a stream that had more items than another; at most once
 */
export function inStep(
  incoming: readonly Incoming[],
  queues: readonly Lease[][],
  longer: (index: number) => void,
): Observable<readonly Lease[]> {
  return new Observable((subscriber) => {
    const join = new Join(incoming, queues, longer, subscriber);
    join.listen();
    return () => {
      join.leave();
    };
  });
}

/** One subscription of `inStep`. */
class Join {
  readonly #incoming: readonly Incoming[];
  readonly #queues: readonly Lease[][];
  readonly #longer: (index: number) => void;
  readonly #subscriber: Subscriber<readonly Lease[]>;
  readonly #onlyOnce: boolean;
  readonly #ended: boolean[];
  readonly #reading: Subscription[] = [];
  #over = false;

  constructor(
    incoming: readonly Incoming[],
    queues: readonly Lease[][],
    longer: (index: number) => void,
    subscriber: Subscriber<readonly Lease[]>,
  ) {
    this.#incoming = incoming;
    this.#queues = queues;
    this.#longer = longer;
    this.#subscriber = subscriber;
    this.#onlyOnce = incoming.every(({ once }) => once);
    this.#ended = incoming.map(() => false);
  }

  listen(): void {
    this.#incoming.forEach(({ leases$ }, index) => {
      const one = leases$.subscribe({
        next: (lease) => {
          this.#receive(index, lease);
        },
        error: (error: unknown) => {
          this.#subscriber.error(error);
        },
        complete: () => {
          this.#ended[index] = true;
          if (!this.#over && this.#isSpent(index)) this.#end();
        },
      });
      this.#reading.push(one);
    });
  }

  /** Called when the reader unsubscribes. It does nothing after the end, so that longer streams can still be noticed. */
  leave(): void {
    if (this.#over) return;
    this.#over = true;
    this.#drop();
  }

  #receive(index: number, lease: Lease): void {
    if (this.#over) {
      lease.release();
      this.#drop();
      this.#longer(index);
      return;
    }
    this.#queues[index]?.push(lease);
    while (this.#isReady()) {
      if (!this.#dropEarlier()) this.#subscriber.next(this.#take());
      if (this.#onlyOnce || this.#incoming.some((_, i) => this.#isSpent(i))) this.#end();
    }
  }

  #isReady(): boolean {
    return !this.#over && this.#queues.every((queue) => queue.length > 0);
  }

  /** Release the items that come before the latest one that waits; false if all have the same number. */
  #dropEarlier(): boolean {
    const streams = this.#queues.filter((_, i) => this.#incoming[i]?.once === false);
    const number = streams.reduce((latest, [head]) => Math.max(latest, head?.number ?? 0), 0);
    const earlier = streams.filter(([head]) => head !== undefined && head.number < number);
    for (const queue of earlier) queue.shift()?.release();
    return earlier.length > 0;
  }

  #take(): readonly Lease[] {
    return this.#queues.map((queue, i) => {
      const lease = this.#incoming[i]?.once === true ? queue[0]?.hold() : queue.shift();
      return lease as Lease;
    });
  }

  /** Whether no further joint item can come because this stream has ended. */
  #isSpent(index: number): boolean {
    return this.#ended[index] === true && this.#queues[index]?.length === 0;
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    const more = this.#incoming.findIndex(({ once }, i) => !once && itemAt(this.#queues, i).length > 0);
    if (more >= 0) {
      this.#drop();
      this.#longer(more);
    } else this.#incoming.forEach(({ once }, i) => once && this.#drop(i));
    this.#subscriber.complete();
  }

  /** Unsubscribe from all streams, or from one, and release the items that wait. */
  #drop(only?: number): void {
    for (const [i, queue] of this.#queues.entries()) {
      if (only !== undefined && i !== only) continue;
      this.#reading[i]?.unsubscribe();
      for (const lease of queue.splice(0)) lease.release();
    }
  }
}
