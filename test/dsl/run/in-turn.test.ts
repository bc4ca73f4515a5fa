import { expect, test } from '@jest/globals';
import { EMPTY, NEVER, of, Subject, throwError, type Observable } from 'rxjs';
import { Activity } from '../../../dsl/run/activity.js';
import { inTurn, type Turns } from '../../../dsl/run/in-turn.js';

/** Takes letters in turn; a call is over when its `done` is called, or at once where `slow` is not set. */
function taking(
  items$: Observable<string>,
  { slow = false, call }: { slow?: boolean; call?: Turns<string>['call'] } = {},
) {
  const log: string[] = [];
  const done: (() => void)[] = [];
  const stopped$ = new Subject<void>();
  const activity = new Activity(() => log.push('idle'));
  const busy: Promise<void>[] = [];
  const turns: Turns<string> = {
    call:
      call ??
      ((item) => {
        log.push(item);
        if (slow) return new Promise<void>((resolve) => done.push(resolve));
      }),
    drop: (item) => log.push(`drop ${item}`),
    stopped$,
    activity,
    busy: (call) => busy.push(call),
  };
  const subscription = inTurn(items$, turns).subscribe({
    complete: () => log.push('end'),
    error: (error: Error) => log.push(error.message),
  });
  const settle = async (): Promise<void> => {
    done.shift()?.();
    await busy.at(-1);
  };
  return { log, settle, stop: () => stopped$.next(), subscription };
}

test('calls that answer at once: nothing, one, many', () => {
  expect(taking(EMPTY).log).toEqual(['end']);
  expect(taking(of('a')).log).toEqual(['a', 'idle', 'end']);
  expect(taking(of('a', 'b')).log).toEqual(['a', 'idle', 'b', 'idle', 'end']);
  expect(taking(NEVER).log).toEqual([]);
});

test('one item at a time, in order, however long a call takes', async () => {
  const { log, settle } = taking(of('a', 'b'), { slow: true });
  expect(log).toEqual(['a']);
  await settle();
  expect(log).toEqual(['a', 'b']);
  await settle();
  expect(log).toEqual(['a', 'b', 'end', 'idle']);
});

test('an error of the stream, of a call, and of one that takes its time', async () => {
  expect(taking(throwError(() => new Error('stream'))).log).toEqual(['stream']);
  const throws = taking(of('a', 'b'), {
    call: () => {
      throw new Error('call');
    },
  });
  expect(throws.log).toContain('call');
  const late = taking(of('a', 'b'), { call: () => Promise.reject(new Error('late')) });
  await new Promise((resolve) => setImmediate(resolve));
  expect(late.log).toEqual(['late', 'drop b']);
});

test('stopped, it drops what waits and ends after the call in progress', async () => {
  const items$ = new Subject<string>();
  const { log, settle, stop } = taking(items$, { slow: true });
  for (const letter of ['a', 'b', 'c']) items$.next(letter);
  stop();
  expect(log).toEqual(['a', 'drop b', 'drop c']);
  await settle();
  expect(log).toEqual(['a', 'drop b', 'drop c', 'end', 'idle']);
});

test('left early, it drops what waits and hears no more', () => {
  const items$ = new Subject<string>();
  const { log, subscription } = taking(items$, { slow: true });
  for (const letter of ['a', 'b']) items$.next(letter);
  subscription.unsubscribe();
  expect([log, items$.observed]).toEqual([['a', 'drop b'], false]);
});
