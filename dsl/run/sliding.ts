import { Observable } from 'rxjs';
import { numberOf, type Lease } from './lease.js';

/** The size and step of a window over a stream. */
export interface Sliding {
  /** Number of items in a window, at least 1. */
  readonly size: number;
  /** Number of items between the starts of two windows, at least 1. */
  readonly step: number;
  /** Whether the items at the end that were in no full window form a shorter one. */
  readonly rest: boolean;
}

/**
 * Emit windows of `size` items, each `step` items after the previous one. The receiver of a window releases all of its leases. This
 * function keeps a hold on an item until no further window needs it. Windows start at items whose number is a multiple of `step`, also
 * in a resumed run.
 *
 * @param held the items of the window that is being filled; filled here, readable for others
 */
export function sliding(
  items$: Observable<readonly Lease[]>,
  { size, step, rest }: Sliding,
  held: (readonly Lease[])[],
): Observable<readonly (readonly Lease[])[]> {
  return new Observable((subscriber) => {
    /** Number of items to skip between windows, and number of items in `held` that were in no window yet. */
    let [skip, fresh]: [number | undefined, number] = [undefined, 0];
    const drop = (count: number): void => {
      for (const item of held.splice(0, count)) for (const lease of item) lease.release();
    };
    const emit = (): void => {
      for (const item of held) for (const lease of item) lease.hold();
      subscriber.next([...held]);
      fresh = 0;
    };
    subscriber.add(() => drop(held.length));
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
      error: (error: unknown) => subscriber.error(error),
      complete: () => {
        if (rest && fresh > 0) emit();
        subscriber.complete();
      },
    });
    subscriber.add(reading);
  });
}
