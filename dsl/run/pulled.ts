import type { Observable } from 'rxjs';

/**
 * An Observable as an async iterator: `for await (const item of pulled(items$))`. It subscribes immediately; items wait until they
 * are pulled.
 *
 * @param drop called with every item that was not pulled when the reader stopped
 */
export function pulled<T>(items$: Observable<T>, drop: (item: T) => void = () => undefined): AsyncIterableIterator<T> {
  const waiting: T[] = [];
  let wake: (() => void) | undefined;
  let end: { readonly error?: unknown } | undefined;
  const ended = (how: { readonly error?: unknown }): void => {
    end ??= how;
    wake?.();
  };
  const reading = items$.subscribe({
    next: (item) => {
      waiting.push(item);
      wake?.();
    },
    error: (error: unknown) => ended({ error }),
    complete: () => ended({}),
  });
  return {
    async next() {
      while (waiting.length === 0 && end === undefined) await new Promise<void>((resolve) => (wake = resolve));
      if (waiting.length > 0) return { done: false, value: waiting.shift() as T };
      if (end !== undefined && 'error' in end) {
        const { error } = end;
        end = {};
        throw error;
      }
      return { done: true, value: undefined };
    },
    async return() {
      reading.unsubscribe();
      for (const item of waiting.splice(0)) drop(item);
      ended({});
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
