import { expect, test } from '@jest/globals';
import { EMPTY, NEVER, of, Subject, throwError } from 'rxjs';
import { pulled } from '../../../dsl/run/pulled.js';

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const seen: T[] = [];
  for await (const item of items) seen.push(item);
  return seen;
};

test('gives what there is, in order, and ends: nothing, one, many', async () => {
  expect(await all(pulled(EMPTY))).toEqual([]);
  expect(await all(pulled(of('a')))).toEqual(['a']);
  expect(await all(pulled(of('a', 'b', 'c')))).toEqual(['a', 'b', 'c']);
});

test('what came before an error is given first, then the error, then the end', async () => {
  const items$ = new Subject<string>();
  const items = pulled(items$);
  items$.next('a');
  items$.error(new Error('broke'));
  expect(await items.next()).toEqual({ done: false, value: 'a' });
  await expect(items.next()).rejects.toThrow('broke');
  expect(await items.next()).toEqual({ done: true, value: undefined });
  await expect(all(pulled(throwError(() => new Error('at once'))))).rejects.toThrow('at once');
});

test('who asks first gets the item when it comes', async () => {
  const items$ = new Subject<string>();
  const asked = pulled(items$).next();
  items$.next('late');
  expect(await asked).toEqual({ done: false, value: 'late' });
});

test('who leaves early drops what was not pulled, and hears no more', async () => {
  const items$ = new Subject<string>();
  const dropped: string[] = [];
  const items = pulled(items$, (item) => dropped.push(item));
  for (const letter of ['a', 'b', 'c']) items$.next(letter);
  expect((await items.next()).value).toBe('a');
  await items.return?.();
  expect([dropped, items$.observed]).toEqual([['b', 'c'], false]);
  expect((await items.next()).done).toBe(true);
});

test('leaving ends the wait for a stream that never gives anything', async () => {
  const items = pulled(NEVER);
  const waiting = items.next();
  await items.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
});
