import { Observable } from 'rxjs';
import type { Activity } from './activity.js';
import type { Gate, Ticket } from './gate.js';
import type { Lease } from './lease.js';
import { release } from './publisher.js';
import { pull } from './pull.js';
import { pulled } from './pulled.js';

type Item = readonly Lease[];
type Results = Readonly<Record<string, unknown>>;

/** A flow and the callbacks that `flowing` needs. */
export interface Flowing {
  readonly gate: Gate | undefined;
  readonly activity: Activity;
  /** Aborted when no more items are needed. */
  readonly signal: AbortSignal;
  /** Starts the operator. */
  readonly start: (items: AsyncIterable<Results>) => AsyncIterable<Results>;
  /** The values of an item by port. */
  readonly valuesOf: (item: Item) => Results;
  /** Publishes results that were made from an item; takes over the ticket. */
  readonly emit: (item: Item, results: Results, ticket: Ticket | undefined) => void;
  /** Receives the promise of the operator's work. */
  readonly busy: (call: Promise<void>) => void;
}

/**
 * Run an operator over a whole stream; emits nothing and completes when the operator has ended. Then, and when unsubscribed, it leaves the
 * stream.
 */
export const flowing = (items$: Observable<Item>, flow: Flowing): Observable<never> =>
  new Observable((subscriber) => {
    const { gate, signal, activity } = flow;
    const items = pulled(items$, release);
    const leave = (): void => void items.return?.();
    subscriber.add(leave);
    /** The item that was asked for last; what is made after the end of the stream has its companion. */
    let last: Item = [];
    const lent = lending(items, activity, (item) => (last = item), flow.valuesOf);
    const emit = (results: Results, ticket: Ticket | undefined): void => flow.emit(last, results, ticket);
    activity.begin();
    const work = pull(() => flow.start(lent), { emits: 'many', gate, signal, emit })
      .finally(leave)
      .then(
        () => subscriber.complete(),
        (error: unknown) => subscriber.error(error),
      )
      .finally(() => activity.end());
    flow.busy(work);
  });

/** The values of items, each lent until the next one is asked for. Waiting for an item does not count as work in progress. */
async function* lending(
  items: AsyncIterator<Item>,
  activity: Activity,
  asked: (item: Item) => void,
  valuesOf: (item: Item) => Results,
): AsyncGenerator<Results, undefined> {
  for (;;) {
    activity.end();
    const next = await items.next();
    activity.begin();
    if (next.done === true) return;
    try {
      asked(next.value);
      yield valuesOf(next.value);
    } finally {
      release(next.value);
    }
  }
}
