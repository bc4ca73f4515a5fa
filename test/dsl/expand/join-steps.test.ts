import { describe, expect, test } from '@jest/globals';
import { edges, faultsOf, loaded } from '../numbers.js';

const TWO = `graphs:
  two:
    in: { value: a number, other: another }
    nodes: { shown: { op: test.sink, in: { value: in.other } } }
    out: { value: in.value }
`;
const chain = (...steps: string[]): Record<string, string> => ({
  'main.yaml': `hpdm: 1
nodes:
  one: { op: test.one }
  row:
    chain:
${steps.map((step) => `      - ${step}\n`).join('')}
  sink: { op: test.sink, in: { value: row.value } }
${steps.some((step) => step.includes('graph: two')) ? TWO : ''}`,
});

describe('a chain', () => {
  test('feeds each step from the one before; its outputs are the last one’s', async () => {
    const files = chain(
      'op: test.one',
      '{ op: test.add, with: { by: 2 } }',
      '{ graph: two, in: { other: one.value } }',
      '{ op: test.sum, in: { right: one.value } }',
    );
    expect(edges(await loaded(files))).toEqual([
      'one',
      'row.one',
      'row.add: value ← row.one.value',
      'row.two.shown: value ← one.value',
      'row.sum: left ← row.add.value, right ← one.value',
      'sink: value ← row.sum.value',
    ]);
  });

  test('feeds the input that the step does not name itself', async () => {
    const files = chain('op: test.one', '{ op: test.both, in: { left: one.value } }');
    expect(await faultsOf(files)).toMatch(/nodes\.sink\.in\.value {2}E_OUTPUT_UNKNOWN|E_REFERENCE/);
    const whole = chain('op: test.one', '{ op: test.sum, in: { left: one.value, right: one.value } }');
    expect(await faultsOf(whole)).toMatch(
      /main\.yaml:7:9 {2}nodes\.row\.chain\[1\] {2}E_CHAIN\n {2}expected +test\.sum to have one required input that is not connected\n {2}got +none\n {2}try +.*remove a name from its "in"/,
    );
  });

  test.each([
    [
      ['op: test.one', 'op: test.both'],
      /chain\[1\] {2}E_CHAIN\n {2}expected +test\.both to have one required input that is not connected\n {2}got +2: left, right\n {2}try +name the others in its "in"/,
    ],
    [
      ['{ op: test.both, in: { left: one.value, right: one.value } }', 'op: test.add'],
      /chain\[1\] {2}E_CHAIN\n {2}expected +test\.both, the previous step, to have one output\n {2}got +2: left, right/,
    ],
    [
      ['op: test.one', 'op: test.sink', 'op: test.add'],
      /chain\[2\] {2}E_CHAIN\n {2}expected +test\.sink, the previous step, to have one output\n {2}got +none/,
    ],
    [['op: test.one', 'op: test.one'], /chain\[1\] {2}E_CHAIN[^]*got +none\n {2}try +start the chain with it/],
    [
      ['op: test.one', '{ op: test.ad, with: { by: 1 } }', 'op: test.add'],
      /^main\.yaml:7:11 {2}nodes\.row\.chain\[1\]\.op {2}E_OPERATOR_UNKNOWN[^]*"test\.add"\?$/,
    ],
    [['{}'], /chain\[0\] {2}E_NODE/],
    [['{ op: test.one, for: [1] }'], /chain\[0\]\.for {2}E_UNKNOWN_KEY/],
  ])('%j is refused, naming the ports', async (steps, message) => {
    expect(await faultsOf(chain(...steps))).toMatch(message);
  });

  test('has its inputs and settings in its steps', async () => {
    const main =
      'hpdm: 1\nnodes: { a: { chain: [], in: { value: a.b } }, b: { chain: [{ op: test.one }], with: { by: 1 } } }';
    const said = await faultsOf({ 'main.yaml': main });
    expect(said).toMatch(/nodes\.a\.in {2}E_NODE\n {2}expected +"in" in the steps of the chain/);
    expect(said).toMatch(/nodes\.a\.chain {2}E_CHAIN\n {2}expected +one or more steps/);
    expect(said).toMatch(/nodes\.b\.with {2}E_NODE/);
  });
});
