import { Observable } from 'rxjs';
import { numberOf, type Lease } from './lease.js';

/** How a window moves over its items. */
export interface Sliding {
  /** Items of a window, at least 1. */
  readonly size: number;
  /** Items between the starts of two windows, at least 1. */
  readonly step: number;
  /** Whether items at the end that no full window has seen make a shorter one. */
  readonly rest: boolean;
}

/**
 * The last `size` items together, then `step` further. Who receives a window releases every lease of it; items are given back
 * here once no further window needs them. Windows start at items whose number is a multiple of `step`, wherever the run begins.
 *
 * @param held the items that wait for the window to fill or to move on; filled here, to be looked at from outside
 */
export function sliding(
  items$: Observable<readonly Lease[]>,
  { size, step, rest }: Sliding,
  held: (readonly Lease[])[],
): Observable<readonly (readonly Lease[])[]> {
  return new Observable((subscriber) => {
    /** Items to pass over where windows lie apart, and items in `held` that no window has seen. */
    let [skip, fresh]: [number | undefined, number] = [undefined, 0];
    const drop = (count: number): void => {
      for (const item of held.splice(0, count)) for (const lease of item) lease.release();
    };
    const emit = (): void => {
      for (const item of held) for (const lease of item) lease.hold();
      subscriber.next([...held]);
      fresh = 0;
    };
    subscriber.add(() => {
      drop(held.length);
    });
    const reading = items$.subscribe({
      next: (item) => {
        held.push(item);
        skip ??= (step - (numberOf(item) % step)) % step;
        if (skip > 0) {
          skip -= 1;
          drop(1);
          return;
        }
        fresh += 1;
        if (held.length < size) return;
        emit();
        skip = Math.max(0, step - size);
        drop(Math.min(step, size));
      },
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        if (rest && fresh > 0) emit();
        subscriber.complete();
      },
    });
    subscriber.add(reading);
  });
}
