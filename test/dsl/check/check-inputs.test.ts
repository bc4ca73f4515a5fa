import { expect, test } from '@jest/globals';
import { faultsOf } from '../numbers.js';

const said = (node: string): Promise<string> =>
  faultsOf({
    'main.yaml': `hpdm: 1\nnodes:\n  one: { op: test.one }\n  two: { op: test.one }\n  last: ${node}\n  sink: { op: test.sink, in: { value: last.value } }\n  all: { op: test.show, in: { values: [one.value, two.value] } }`,
  });

test.each([
  ['what is given from outputs that are there', '{ op: test.sum, in: { left: one.value, right: two.value } }'],
  ['what may be left out', '{ op: test.sum, in: { left: one.value } }'],
])('%s is right', async (_, node) => {
  expect(await said(node)).toBe('nothing');
});

test.each([
  ['{ op: test.sum }', /nodes\.last\.in\.left {2}E_INPUT_MISSING[^]*try +left: one\.value/],
  ['{ op: test.sum, in: { left: one.value, rigth: two.value } }', /E_INPUT_UNKNOWN[^]*did you mean "right"/],
  ['{ op: test.one, in: { value: two.value } }', /E_INPUT_UNKNOWN[^]*test\.one has none/],
  ['{ op: test.add, in: { value: one.vaule } }', /E_OUTPUT_UNKNOWN[^]*did you mean "value"/],
  ['{ op: test.add, in: { value: sink.value } }', /E_OUTPUT_UNKNOWN[^]*has none|E_CYCLE/],
  ['{ op: test.add, in: { value: [one.value, two.value] } }', /E_ARITY[^]*2 outputs[^]*value: one\.value/],
])('%s is refused', async (node, message) => {
  expect(await said(node)).toMatch(message);
});

test.each([
  ['node', 'for: [1, 2, 3], op: test.one', /try +value: row\[last\]\.value$/],
  ['chain', 'for: [1, 2], chain: [{ op: test.one }, { op: test.add }]', /try +value: row\[last\]\.value$/],
])('of several copies of a %s, the last one is proposed', async (_, row, advice) => {
  const main = `hpdm: 1
nodes:
  row: { ${row} }
  last: { op: test.add, in: { value: 'row[*].value' } }
  sink: { op: test.sink, in: { value: last.value } }
`;
  expect(await faultsOf({ 'main.yaml': main })).toMatch(advice);
});
