import { expect, test } from '@jest/globals';
import type { GraphNode } from '../../../dsl/index.js';
import { Turnstile } from '../../../dsl/run/turnstile.js';

const node = (name: string, ...from: string[]): GraphNode =>
  ({ name, inputs: Object.fromEntries(from.map((origin) => [origin, { node: origin, port: 'out' }])) }) as GraphNode;
const stream = new Map([['gate', { through: [], span: 1 }]]);

/** Two chains that share a constant; the names of those that have entered. */
function chains(limit: number) {
  const nodes = [node('one'), node('a'), node('a.end', 'a', 'one'), node('b'), node('b.end', 'b', 'one')];
  const domains = new Map(nodes.map(({ name }) => [name, name === 'one' ? new Map<never, never>() : stream]));
  const turnstile = new Turnstile(nodes, domains, limit);
  const entered: string[] = [];
  for (const { name } of nodes) turnstile.enter(name).subscribe({ complete: () => entered.push(name) });
  return { turnstile, entered };
}

test('parts of a graph run one after the other; a constant need not wait', () => {
  const { turnstile, entered } = chains(1);
  expect(entered).toEqual(['one', 'a', 'a.end']);
  turnstile.leave('a');
  expect(entered).toHaveLength(3);
  turnstile.leave('a.end');
  expect(entered).toEqual(['one', 'a', 'a.end', 'b', 'b.end']);
});

test('with room for all, nobody waits', () => {
  expect(chains(2).entered).toEqual(['one', 'a', 'a.end', 'b', 'b.end']);
});
