import { Observable, takeUntil } from 'rxjs';
import type { Activity } from './activity.js';

/** What `inTurn` does with the items. */
export interface Turns<T> {
  /** Takes one item; the next one has to wait until it is done. */
  readonly call: (item: T) => void | Promise<void>;
  /** Gives back an item that will not be taken. */
  readonly drop: (item: T) => void;
  /** Ends the stream early: what waits is dropped, the call in progress is waited for. */
  readonly stopped$: Observable<unknown>;
  readonly activity: Activity;
  /** Told of every call that takes its time. */
  readonly busy: (call: Promise<void>) => void;
}

/**
 * Call for one item after another, in order; emits nothing, completes after the last call. Calls that answer at once cost no promise.
 * When unsubscribed, what waits is dropped; the call in progress goes on, and `busy` was told of it.
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
