import { expect, test } from '@jest/globals';
import { Activity } from '../../../dsl/run/activity.js';
import { Gate, type Ticket } from '../../../dsl/run/gate.js';
import { numberOf, ticketsOf } from '../../../dsl/run/lease.js';
import { lending } from './lending.js';

test('a value is freed once, by the last who holds it', () => {
  const { lend, freed } = lending();
  const lease = lend('a').hold();
  lease.release();
  expect(freed).toEqual([]);
  lease.release();
  lease.free();
  expect(freed).toEqual(['a']);
});

test('its tickets go back when the value is freed', () => {
  const { lend } = lending();
  const gate = new Gate('clip', 1, new Activity(() => undefined));
  const ticket = gate.admit() as Ticket;
  const lease = lend('a', 0, [ticket]);
  ticket.release();
  expect(gate.admit()).toBeInstanceOf(Promise);
  lease.release();
  expect(gate.stuck).toBe(false);
});

test('the end of a run frees what is still held', () => {
  const { lend, ledger, freed, held } = lending();
  lend('a').hold();
  lend('b').release();
  ledger.sweep();
  expect([freed, held()]).toEqual([['b', 'a'], []]);
});

test('what is made of several items has the number of the stream among constants, and each ticket once', () => {
  const { lend } = lending();
  const gate = new Gate('clip', 2, new Activity(() => undefined));
  const [one, two] = [gate.admit() as Ticket, gate.admit() as Ticket];
  const items = [lend('constant'), lend('a', 7, [one]), lend('b', 7, [one, two])];
  expect(numberOf(items)).toBe(7);
  expect(ticketsOf(items)).toEqual([one, two]);
  expect([numberOf([]), ticketsOf([])]).toEqual([0, []]);
});

test('a lease that is kept does not keep the value that was freed', () => {
  const { lend } = lending();
  const lease = lend('a').hold();
  lease.release();
  expect(lease.value).toBe('a');
  lease.release();
  expect(lease.value).toBeUndefined();
});
