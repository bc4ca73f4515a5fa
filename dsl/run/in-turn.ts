import { Observable, takeUntil } from 'rxjs';
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
export function inTurn<T>(items$: Observable<T>, turns: Turns<T>): Observable<never> {
  const { call, drop, stopped$, activity, busy } = turns;
  return new Observable((subscriber) => {
    const waiting: T[] = [];
    let [calling, ended] = [false, false];
    const dropAll = (): void => {
      for (const item of waiting.splice(0)) {
        drop(item);
        activity.end();
      }
    };
    const after = (): void => {
      calling = false;
      next();
      activity.end();
    };
    const next = (): void => {
      while (!calling && waiting.length > 0) {
        const item = waiting.shift() as T;
        calling = true;
        const answer = attempt(item);
        if (answer === undefined) {
          calling = false;
          activity.end();
        } else busy(answer.then(after, fail));
      }
      if (!calling && ended) subscriber.complete();
    };
    const attempt = (item: T): void | Promise<void> => {
      try {
        return call(item);
      } catch (error) {
        fail(error);
      }
    };
    const fail = (error: unknown): void => {
      subscriber.error(error);
    };
    subscriber.add(stopped$.subscribe(dropAll));
    subscriber.add(dropAll);
    subscriber.add(
      items$.pipe(takeUntil(stopped$)).subscribe({
        next: (item) => {
          activity.begin();
          waiting.push(item);
          next();
        },
        error: fail,
        complete: () => {
          ended = true;
          next();
        },
      }),
    );
  });
}
