import { expect, test } from '@jest/globals';
import { Activity } from '../../../dsl/run/activity.js';
import { Gate, type Ticket } from '../../../dsl/run/gate.js';
import { pull, type Pulling } from '../../../dsl/run/pull.js';

/** Pull from a source of so many numbers; tells what arrived and whether the source was closed. */
async function pullFrom(items: number, given: Partial<Pulling> & { readonly failAt?: number } = {}) {
  const seen: unknown[] = [];
  const made = { count: 0, closed: false };
  const source = async function* () {
    try {
      for (let n = 1; n <= items; n++) {
        if (n === given.failAt) throw new Error(`no ${n}`);
        made.count = n;
        yield { out: n };
      }
    } finally {
      made.closed = true;
    }
  };
  const emit: Pulling['emit'] = ({ out }, ticket) => {
    seen.push(out);
    ticket?.release();
  };
  const signal = new AbortController().signal;
  const failure = await pull(source, { emits: 'many', gate: undefined, signal, emit, ...given }).catch(
    (error: unknown) => error,
  );
  return { seen, made, failure };
}

test('hands on every item: nothing, one, many', async () => {
  for (const count of [0, 1, 5]) {
    const { seen, made, failure } = await pullFrom(count);
    expect([seen.length, made.closed || count === 0, failure]).toEqual([count, true, undefined]);
  }
});

test('a source of one item that makes none, or two, has failed', async () => {
  expect((await pullFrom(1, { emits: 'one' })).failure).toBeUndefined();
  for (const [count, got] of [
    [0, 'none'],
    [2, 'a second one'],
  ] as const)
    expect((await pullFrom(count, { emits: 'one' })).failure).toMatchObject({
      exitCode: 3,
      faults: [expect.objectContaining({ code: 'E_EMITS', got })],
    });
});

test('an error of the source ends it, and nothing more is asked of it', async () => {
  const { seen, made, failure } = await pullFrom(5, { failAt: 3 });
  expect(failure).toEqual(new Error('no 3'));
  expect([seen, made.closed]).toEqual([[1, 2], true]);
});

test('makes no item before its gate has a ticket for it, and closes the source when the gate closes', async () => {
  const activity = new Activity(() => undefined);
  activity.begin();
  const gate = new Gate('numbers', 2, activity);
  const held: (Ticket | undefined)[] = [];
  const seen: number[] = [];
  const made = { count: 0, closed: false };
  const source = async function* () {
    try {
      for (;;) yield { out: ++made.count };
    } finally {
      made.closed = true;
    }
  };
  const whenStuck = new Promise<void>((resolve) => {
    const original = activity.end.bind(activity);
    activity.end = () => {
      original();
      resolve();
    };
  });
  const emit: Pulling['emit'] = ({ out }, ticket) => {
    seen.push(out as number);
    held.push(ticket);
  };
  const pulling = pull(source, { emits: 'many', gate, signal: new AbortController().signal, emit });
  await whenStuck;
  expect([seen, made.count]).toEqual([[1, 2], 2]);
  gate.close();
  await pulling;
  expect([held.length, made.closed]).toEqual([2, true]);
});

test('aborted, it closes the source after the item at hand', async () => {
  const stop = new AbortController();
  const { seen, made } = await pullFrom(5, { signal: stop.signal, emit: () => stop.abort() });
  expect([seen, made]).toEqual([[], { count: 1, closed: true }]);
});
