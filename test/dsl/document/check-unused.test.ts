import { expect, test } from '@jest/globals';
import { faultsOf } from '../numbers.js';

const main = (more: string, note = 'x'): string => `hpdm: 1
${more}
nodes:
  one: { op: test.one }
  add: { op: test.add, in: { value: one.value }, with: { note: '${note}' } }
  sink: { op: test.sink, in: { value: add.value } }`;
const PART = `graphs:
  part:
    in: { value: what is added to }
    nodes: { more: { op: test.add, in: { value: in.value } } }
    out: { value: more.value }`;

test('what is used is no fault', async () => {
  expect(await faultsOf({ 'main.yaml': main('params: { p: { type: int, default: 1 } }', 'p is ${p}') })).toBe(
    'nothing',
  );
});

test.each([
  ['a parameter', main('params: { p: { type: int, default: 1 } }'), /2:\d+ {2}params\.p {2}E_PARAM_UNUSED/],
  ['a graph', main(PART), /graphs\.part {2}E_GRAPH_UNUSED[^]*a node with graph: part/],
  ['an input', main('in: { value: nothing }'), /in\.value {2}E_INPUT_UNUSED[^]*in\.value/],
])('%s that nobody uses is said where it is declared', async (_, text, message) => {
  expect(await faultsOf({ 'main.yaml': text })).toMatch(message);
});

test('where a name is misspelt, the one that was meant is not unused', async () => {
  const said = await faultsOf({ 'main.yaml': main('params: { size: { type: int, default: 1 } }', '${siez}') });
  expect(said).toMatch(/E_PARAM_UNKNOWN/);
  expect(said).not.toMatch(/E_PARAM_UNUSED/);
});

test('what only the default of another parameter reads is used', async () => {
  const params = "params: { a: { type: string, default: x }, b: { type: string, default: '${a}/y' } }";
  expect(await faultsOf({ 'main.yaml': main(params, '${b}') })).toBe('nothing');
});

test('what a document took over from another it need not use', async () => {
  const base = main('params: { p: { type: int, default: 1 } }', '${p}');
  const said = await faultsOf({
    'base.yaml': base,
    'main.yaml': 'extends: base.yaml\nnodes: { add: { with: { note: y } } }',
  });
  expect(said).toBe('nothing');
});
