import { expect, test } from '@jest/globals';
import { Activity } from '../../../dsl/run/activity.js';
import { Gate, Ticket } from '../../../dsl/run/gate.js';

const busy = (): Activity => {
  const activity = new Activity(() => undefined);
  activity.begin();
  return activity;
};

test('admits as many items as its limit, and the next one when a ticket has come back', async () => {
  const activity = busy();
  const gate = new Gate('clip', 2, activity);
  const [first, second] = [gate.admit(), gate.admit()];
  expect([first, second]).toEqual([expect.any(Ticket), expect.any(Ticket)]);
  const third = gate.admit();
  expect([gate.stuck, activity.working]).toEqual([true, 0]); // who waits is not at work
  (first as Ticket).release();
  expect(await third).toBeInstanceOf(Ticket);
  expect([gate.stuck, activity.working]).toEqual([false, 1]);
});

test('a ticket is free when the last who holds it lets go', () => {
  const gate = new Gate('clip', 1, busy());
  const ticket = gate.admit() as Ticket;
  ticket.hold();
  ticket.release();
  const waiting = gate.admit();
  expect(waiting).toBeInstanceOf(Promise);
  ticket.release();
  expect(gate.stuck).toBe(false);
});

test('closed, it turns away who waits and who comes', async () => {
  const gate = new Gate('clip', 1, busy());
  void gate.admit();
  const waiting = gate.admit();
  gate.close();
  expect(await waiting).toBeUndefined();
  expect(gate.admit()).toBeUndefined();
});

test('numbers its items from where the run begins, and hides those of an earlier run', () => {
  const gate = new Gate('clip', 1, busy(), { made: 3, shown: 5 });
  expect([gate.next, gate.count(), gate.count(), gate.count()]).toEqual([
    3,
    { number: 3, shown: false },
    { number: 4, shown: false },
    { number: 5, shown: true },
  ]);
});

test('the items of a part have the numbers of their positions', () => {
  const gate = new Gate('clip', 1, busy(), { made: 5, shown: 5, step: 3 });
  expect([gate.next, gate.count(), gate.count()]).toEqual([5, { number: 5, shown: true }, { number: 8, shown: true }]);
});
