import { expect, test } from '@jest/globals';
import { Activity } from '../../../dsl/run/activity.js';
import { Gate, type Ticket } from '../../../dsl/run/gate.js';
import { Output } from '../../../dsl/run/output.js';
import { Publisher } from '../../../dsl/run/publisher.js';
import { lending } from './lending.js';

/** A node with the outputs `a` and `b`, whose readers keep what they see. */
function publishing() {
  const { ledger, lend, freed } = lending();
  const seen: string[] = [];
  const kind = { name: 'text', tensors: false, release: (value: unknown) => freed.push(value) };
  const outputs = ['a', 'b'].map((port) => [port, new Output(`node.${port}`, kind, () => undefined)] as const);
  for (const [port, { leases$ }] of outputs)
    leases$.subscribe((lease) => {
      seen.push(`${port} ${JSON.stringify(lease.value)} #${lease.number}`);
      lease.release();
    });
  return { publisher: new Publisher(new Map(outputs), ledger), lend, freed, seen, open: () => [...ledger].length };
}

test('results go to the readers of their outputs with the number of the item, and what they were made from is freed', () => {
  const { publisher, lend, freed, seen, open } = publishing();
  publisher.settle([lend('input', 4)], 4, { a: 1, b: 2 });
  expect(seen).toEqual(['a 1 #4', 'b 2 #4']);
  expect([freed, open()]).toEqual([['input', 1, 2], 0]);
});

test('a value that is handed on is freed once', () => {
  const { publisher, lend, freed, open } = publishing();
  const same = { video: 1 };
  publisher.settle([lend(same)], 0, { a: same, b: same });
  expect([freed, open()]).toEqual([[same], 0]);
});

test('an output that the operator forgot is said', () => {
  const { publisher, lend } = publishing();
  expect(() => {
    publisher.settle([lend('input')], 0, { a: 1 });
  }).toThrow(
    /E_OUTPUT_MISSING\n {2}expected +a value for the output "b"[^]*got +only a\n {2}try +return \{ a, b: … \}$/,
  );
});

test('items of a source are numbered by its gate; those of an earlier run are freed unseen', () => {
  const { publisher, freed, seen } = publishing();
  const gate = new Gate('node', 2, new Activity(() => undefined), { made: 0, shown: 1 });
  for (const value of [1, 2]) publisher.emit([], { a: value, b: value }, gate.admit() as Ticket);
  expect([seen, freed]).toEqual([
    ['a 2 #1', 'b 2 #1'],
    [1, 1, 2, 2],
  ]);
  expect(gate.stuck).toBe(false);
});
