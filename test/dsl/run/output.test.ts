import { describe, expect, test } from '@jest/globals';
import { Output } from '../../../dsl/run/output.js';
import type { Lease } from '../../../dsl/run/lease.js';
import { lending } from './lending.js';

/** An output, and what its readers saw and gave back. */
function reading(count: number) {
  const { lend, freed } = lending();
  const log: string[] = [];
  const output = new Output('clip.video', { name: 'text', tensors: false, release: () => undefined }, () =>
    log.push('deserted'),
  );
  const readers = Array.from({ length: count }, (_, i) =>
    output.leases$.subscribe({
      next: (lease: Lease) => {
        log.push(`${i} ${String(lease.value)}`);
        lease.release();
      },
      complete: () => log.push(`${i} end`),
    }),
  );
  return { output, readers, lend, freed, log };
}

describe('an output', () => {
  test('that publishes nothing ends for every reader', () => {
    const { output, log } = reading(2);
    output.complete();
    expect(log).toEqual(['0 end', '1 end', 'deserted']);
  });

  test('gives every item to every reader, and frees it when all have let go', () => {
    const { output, lend, freed, log } = reading(2);
    for (const value of ['a', 'b']) output.publish(lend(value));
    expect(log).toEqual(['0 a', '1 a', '0 b', '1 b']);
    expect(freed).toEqual(['a', 'b']);
  });

  test('frees what nobody reads', () => {
    const { output, lend, freed } = reading(0);
    output.publish(lend('a'));
    expect(freed).toEqual(['a']);
  });

  test('is deserted when its last reader has left', () => {
    const { output, readers, lend, freed, log } = reading(2);
    readers[0]?.unsubscribe();
    expect(output.read).toBe(true);
    output.publish(lend('a'));
    readers[1]?.unsubscribe();
    expect([output.read, log, freed]).toEqual([false, ['1 a', 'deserted'], ['a']]);
  });

  test('ends at once for who comes after its end', () => {
    const { output } = reading(0);
    output.complete();
    let ended = false;
    output.leases$.subscribe({ complete: () => (ended = true) });
    expect(ended).toBe(true);
  });

  test('says when all that it lent is back', () => {
    const { output } = reading(0);
    let back = 0;
    output.lent();
    output.lent();
    output.whenBack(() => (back += 1));
    output.returned();
    expect(back).toBe(0);
    output.returned();
    expect(back).toBe(1);
    output.whenBack(() => (back += 1));
    expect(back).toBe(2);
  });
});
