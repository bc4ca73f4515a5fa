import { expect, test } from '@jest/globals';
import { lentUntilNext } from '../../../dsl/run/lent-until-next.js';
import type { Lease } from '../../../dsl/run/lease.js';
import { lending } from './lending.js';

/** Values to pull, and what has been given back. */
function pulling(values: readonly string[]) {
  const { lend } = lending();
  const given: unknown[] = [];
  const leases = async function* (): AsyncGenerator<Lease> {
    for (const value of values) yield lend(value);
  };
  return { items: lentUntilNext<string>(leases(), ({ value }) => given.push(value)), given };
}

test('a value is lent until the next one is asked for: none, one, many', async () => {
  for (const values of [[], ['a'], ['a', 'b', 'c']]) {
    const { items, given } = pulling(values);
    const seen: string[] = [];
    for await (const value of items) {
      expect(given).toEqual(seen);
      seen.push(value);
    }
    expect([seen, given]).toEqual([values, values]);
  }
});

test('leaving early gives back what is lent, and takes no more', async () => {
  const { items, given } = pulling(['a', 'b']);
  for await (const value of items) if (value === 'a') break;
  expect(given).toEqual(['a']);
});
