import { Observable, type Subscriber, takeUntil } from 'rxjs';
import type { Activity } from './activity.js';

/** The callbacks of `inTurn`. */
export interface Turns<T> {
  /** Processes one item; the next one waits until this call ends. */
  readonly call: (item: T) => void | Promise<void>;
  /** Releases an item that will not be processed. */
  readonly drop: (item: T) => void;
  /** Ends the stream early: waiting items are dropped, and the call in progress is awaited. */
  readonly stopped$: Observable<unknown>;
  readonly activity: Activity;
  /** Called with the promise of every asynchronous call. */
  readonly busy: (call: Promise<void>) => void;
}

/**
 * Call a function for one item after the other, in order. Emits nothing and completes after the last call. Synchronous calls make no promise.
 * When unsubscribed, waiting items are dropped; the call in progress continues, and `busy` has its promise.
 */
export const inTurn = <T>(items$: Observable<T>, turns: Turns<T>): Observable<never> =>
  new Observable((subscriber) => {
    const queue = new Queue(turns, subscriber);
    const dropAll = (): void => queue.dropAll();
    subscriber.add(turns.stopped$.subscribe(dropAll));
    subscriber.add(dropAll);
    subscriber.add(
      items$.pipe(takeUntil(turns.stopped$)).subscribe({
        next: (item) => queue.add(item),
        error: (error: unknown) => subscriber.error(error),
        complete: () => queue.end(),
      }),
    );
  });

/** The items of one subscription that wait for the call before. */
class Queue<T> {
  readonly #turns: Turns<T>;
  readonly #subscriber: Subscriber<never>;
  readonly #waiting: T[] = [];
  #calling = false;
  #ended = false;

  constructor(turns: Turns<T>, subscriber: Subscriber<never>) {
    this.#turns = turns;
    this.#subscriber = subscriber;
  }

  add(item: T): void {
    this.#turns.activity.begin();
    this.#waiting.push(item);
    this.#next();
  }

  /** No further item comes. */
  end(): void {
    this.#ended = true;
    this.#next();
  }

  dropAll(): void {
    for (const item of this.#waiting.splice(0)) {
      this.#turns.drop(item);
      this.#turns.activity.end();
    }
  }

  #next(): void {
    const { activity, busy } = this.#turns;
    while (!this.#calling && this.#waiting.length > 0) {
      const item = this.#waiting.shift() as T;
      this.#calling = true;
      const answer = this.#attempt(item);
      if (answer === undefined) {
        this.#calling = false;
        activity.end();
      } else busy(answer.then(this.#after, this.#fail));
    }
    if (!this.#calling && this.#ended) this.#subscriber.complete();
  }

  #attempt(item: T): void | Promise<void> {
    try {
      return this.#turns.call(item);
    } catch (error) {
      this.#fail(error);
    }
  }

  readonly #after = (): void => {
    this.#calling = false;
    this.#next();
    this.#turns.activity.end();
  };

  readonly #fail = (error: unknown): void => {
    this.#subscriber.error(error);
  };
}
