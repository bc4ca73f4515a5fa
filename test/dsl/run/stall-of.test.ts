import { expect, test } from '@jest/globals';
import { stallOf } from '../../../dsl/run/stall-of.js';
import { Activity } from '../../../dsl/run/activity.js';
import { Gate, type Ticket } from '../../../dsl/run/gate.js';
import type { LiveNode } from '../../../dsl/run/live-node.js';
import { lending } from './lending.js';

const activity = new Activity(() => undefined);
activity.begin();

/** A source `count` that waits at its gate, and a node whose input holds what it was lent. */
function stuck(limit: number) {
  const { ledger, lend } = lending();
  const gate = new Gate('count', limit, activity);
  const tickets = Array.from({ length: limit }, () => gate.admit() as Ticket);
  const leases = tickets.map((ticket, i) => lend(i, i, [ticket]));
  void gate.admit();
  const node = (name: string, id: string) => ({
    name,
    path: `nodes.${name}`,
    operator: { id },
    place: { file: 'a.yaml', line: 3 },
  });
  const source = { gate, node: node('count', 'test.count'), names: [], queues: [], held: [] };
  const reader = { node: node('pairs', 'test.join'), names: ['b'], queues: [leases], held: [] };
  return { nodes: [source, reader] as unknown as LiveNode[], ledger };
}

test('says which source waits, who holds its tickets, and how many items would do', () => {
  const { nodes, ledger } = stuck(2);
  expect(stallOf(nodes, ledger)).toMatchObject({
    exitCode: 3,
    faults: [
      {
        code: 'E_STALLED',
        path: 'nodes.count (test.count)',
        got: 'pairs.b holds 2 of source.out',
        try: expect.stringMatching(/^limits: \{ inFlight: 3 \}/),
      },
    ],
  });
});

test('items that nobody in the graph holds are held outside', () => {
  const { nodes, ledger } = stuck(1);
  expect(stallOf(nodes.slice(0, 1), ledger).faults[0]).toMatchObject({
    message: expect.stringContaining('its only ticket'),
    got: '1 of source.out are held outside the graph',
  });
});

test('where no source waits, what is left is listed', () => {
  const { ledger, lend } = lending();
  lend('a');
  lend('b');
  expect(stallOf([], ledger).faults).toEqual([expect.objectContaining({ code: 'E_STALLED', got: '2 of source.out' })]);
});
