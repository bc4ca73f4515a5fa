import { expect, test } from '@jest/globals';
import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { inStep } from '../../../dsl/run/in-step.js';
import { Lease, Ledger, type Lender } from '../../../dsl/run/lease.js';

const lender: Lender = {
  name: 'source.out',
  kind: { name: 'text', tensors: false, release: () => undefined },
  lent: () => undefined,
  returned: () => undefined,
};

/** What joining streams drawn as marbles must give: letters that came together, and when; each lease is released by the reader. */
interface Case {
  readonly streams: readonly string[];
  /** Joined: `1` stands for the first items of all streams, `2` for the second … */
  readonly joined: string;
  /** Indices of the streams that are constants. */
  readonly once?: readonly number[];
  /** Number of the first item of each stream; left out: 0. */
  readonly first?: readonly number[];
  readonly unsubscribed?: string;
}

/** Joins them; tells who was longer, when each stream was left, and how many leases nobody released. */
function join({ streams, joined, once = [], first = [], unsubscribed }: Case) {
  const ledger = new Ledger();
  const longer: number[] = [];
  const left: (number | 'never')[] = [];
  const scheduler = new TestScheduler((actual, wanted) => {
    expect(actual).toEqual(wanted);
  });
  scheduler.run(({ cold, expectObservable, flush }) => {
    const sources = streams.map((marbles) => cold(marbles));
    const incoming = sources.map((source$, i) => ({
      leases$: source$.pipe(
        map((letter, index) => new Lease(letter, lender, { tickets: [], number: (first[i] ?? 0) + index }, ledger)),
      ),
      once: once.includes(i),
    }));
    const queues = streams.map((): Lease[] => []);
    const joined$ = inStep(incoming, queues, (index) => longer.push(index)).pipe(
      map((leases) => {
        const letters = leases.map(({ value }) => value).join('');
        for (const lease of leases) lease.release();
        return letters;
      }),
    );
    const skipped = (stream: number): number => Math.max(0, ...first) - (first[stream] ?? 0);
    const together = [1, 2, 3].map((item) => {
      const letter = (stream: number): string =>
        String.fromCharCode('a'.charCodeAt(0) + (once.includes(stream) ? 0 : item - 1 + skipped(stream)));
      return [`${item}`, streams.map((_, stream) => letter(stream)).join('')] as const;
    });
    expectObservable(joined$, unsubscribed).toBe(joined, Object.fromEntries(together));
    flush();
    for (const { subscriptions } of sources) {
      const frame = subscriptions[0]?.unsubscribedFrame ?? Infinity;
      left.push(frame === Infinity ? 'never' : frame);
    }
  });
  return { longer, left, held: [...ledger].length };
}

test('item k of each comes with item k of the other, whoever is first', () => {
  const fair = { longer: [], held: 0 };
  expect(join({ streams: ['a--b-c----|', '--a---b--c|'], joined: '--1---2--3|' })).toMatchObject(fair);
});

test('streams of one length end without a word, whichever ends first', () => {
  expect(join({ streams: ['ab|', '--a--b--|'], joined: '--1--(2|)' })).toMatchObject({ longer: [], held: 0 });
  expect(join({ streams: ['ab-------|', '--a--b|'], joined: '--1--2|' })).toMatchObject({ longer: [], held: 0 });
});

test('it ends with the shorter one, gives back what the longer one had ready, and leaves it', () => {
  const outcome = { longer: [0], left: [6, 6], held: 0 };
  expect(join({ streams: ['abcdefgh---|', '--a--b|'], joined: '--1--2|' })).toEqual(outcome);
});

test('a longer stream is left as soon as it shows that it is longer, and not before', () => {
  const outcome = { longer: [0], left: [9, 6], held: 0 };
  expect(join({ streams: ['a--b-----c-|', 'a----b|'], joined: '1----2|' })).toEqual(outcome);
});

test('nothing comes of an empty stream, or of one that never speaks', () => {
  expect(join({ streams: ['|', 'a--b--|'], joined: '|' })).toMatchObject({ longer: [1], held: 0 });
  expect(join({ streams: ['-', 'a--b--'], joined: '-', unsubscribed: '-----!' })).toMatchObject({
    longer: [],
    held: 0,
  });
});

test('of a stream that begins earlier than another, the items before are given back', () => {
  const fair = { longer: [], held: 0 };
  const first = [0, 2];
  expect(join({ streams: ['a-b-c-d-|', '-----a--b|'], first, joined: '-----1--(2|)' })).toMatchObject(fair);
  expect(join({ streams: ['----a-b-c-d|', 'a--b|'], first, joined: '--------1-(2|)' })).toMatchObject(fair);
  expect(join({ streams: ['a-b-|', '-----a--b|'], first, joined: '-----|' })).toMatchObject({ longer: [1], held: 0 });
});

test('a constant comes with every item, from when it is there', () => {
  const streams = ['----a|', 'a-----b-|'];
  expect(join({ streams, joined: '----1-2-|', once: [0] })).toMatchObject({ longer: [], held: 0 });
});

test('constants alone make one item', () => {
  expect(join({ streams: ['---a|', 'a|'], joined: '---(1|)', once: [0, 1] })).toMatchObject({ longer: [], held: 0 });
});

test('who leaves early gives back all that waits', () => {
  const outcome = { longer: [], left: [4, 4], held: 0 };
  expect(join({ streams: ['abc------|', 'a--b--c|'], joined: '1--2----', unsubscribed: '----!' })).toEqual(outcome);
});

test('an error of a stream is the error of the join', () => {
  expect(join({ streams: ['ab#', 'a-----|'], joined: '1-#' })).toMatchObject({ held: 0 });
});
