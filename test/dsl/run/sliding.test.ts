import { expect, test } from '@jest/globals';
import { concat, from, NEVER, throwError, type Observable } from 'rxjs';
import type { Lease } from '../../../dsl/run/lease.js';
import { sliding, type Sliding } from '../../../dsl/run/sliding.js';
import { lending } from './lending.js';

type Item = readonly Lease[];

/** The windows over items 0, 1, 2 …, as texts; every window is given back by its reader. */
function windowsOf(count: number, how: Partial<Sliding>, after: Observable<never> = from([]), first = 0) {
  const { lend, held } = lending();
  const items = Array.from({ length: count }, (_, i): Item => [lend(first + i, first + i)]);
  const windows: string[] = [];
  let end = 'open';
  const subscription = sliding(concat(from(items), after), { size: 3, step: 1, rest: false, ...how }, []).subscribe({
    next: (window) => {
      windows.push(window.map(([lease]) => String(lease?.value)).join(' '));
      for (const item of window) for (const lease of item) lease.release();
    },
    complete: () => (end = 'complete'),
    error: (error: Error) => (end = error.message),
  });
  return { windows, held, end: () => end, subscription };
}

test.each([
  ['nothing', 0, {}, []],
  ['less than a window', 2, {}, []],
  ['less than a window, and the rest is wanted', 2, { rest: true }, ['0 1']],
  ['one window', 3, {}, ['0 1 2']],
  ['windows that overlap', 5, {}, ['0 1 2', '1 2 3', '2 3 4']],
  ['windows side by side', 7, { step: 3 }, ['0 1 2', '3 4 5']],
  ['windows side by side, and the rest', 7, { step: 3, rest: true }, ['0 1 2', '3 4 5', '6']],
  ['windows that lie apart', 8, { size: 2, step: 3 }, ['0 1', '3 4', '6 7']],
  ['a rest that a full window has seen is none', 4, { step: 1, rest: true }, ['0 1 2', '1 2 3']],
])('%s', (_, count, how, expected) => {
  const { windows, held, end } = windowsOf(count, how);
  expect([windows, held(), end()]).toEqual([expected, [], 'complete']);
});

test('in a run that goes on, windows start where they would have started', () => {
  expect(windowsOf(6, { size: 2, step: 2 }, from([]), 3).windows).toEqual(['4 5', '6 7']);
});

test('an error is passed on, and what waited is given back', () => {
  const { held, end } = windowsOf(
    2,
    {},
    throwError(() => new Error('broke')),
  );
  expect([held(), end()]).toEqual([[], 'broke']);
});

test('left early, it gives back what waits for the window to fill', () => {
  const { held, end, subscription } = windowsOf(2, {}, NEVER);
  expect(held()).toEqual([0, 1]);
  subscription.unsubscribe();
  expect([held(), end()]).toEqual([[], 'open']);
});
