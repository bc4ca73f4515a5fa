import { describe, expect, test } from '@jest/globals';
import { CASCADE, faultsOf } from '../numbers.js';

const main = (node: string, params = 'n: { type: int, default: 1 }'): string => `
hpdm: 1
params: { ${params} }
nodes:
  one: { op: test.one }
  row: { for: [1, 2], op: test.add, in: { value: one.value } }
  sum: { op: test.sum, ${node} }
out: { value: sum.value, more: 'row[*].value' }
`;

describe('a name that is not known is one fault', () => {
  test.each([
    ["in: { left: 'row[${m}].value' }", /nodes\.sum\.in\.left {2}E_PARAM_UNKNOWN[^]*got +\$\{m\}\n {2}try/],
    ["in: { left: 'row[${m}].value else none' }", /E_PARAM_UNKNOWN/],
    ["for: 'levels of ${c} from ${m}', in: { left: one.value }", /E_PARAM_UNKNOWN/],
    ["for: ['${m}', b], in: { left: one.value }", /nodes\.sum\.for\[0\] {2}E_PARAM_UNKNOWN/],
  ])('%s', async (node, message) => {
    const params = 'c: { type: cascade, default: c.yaml }';
    const said = await faultsOf({ 'main.yaml': main(node, params), 'c.yaml': CASCADE });
    expect(said).toMatch(message);
    expect(said.split('\n\n')).toHaveLength(1);
  });
});

test('so is a name without }, with what it becomes', async () => {
  const said = await faultsOf({ 'main.yaml': main("in: { left: 'row[${n].value' }") });
  expect(said).toMatch(
    /nodes\.sum\.in\.left {2}E_PARAM_OPEN\n {2}expected +\} after the name of a parameter\n {2}got +"row\[\$\{n\]\.value"\n {2}try +'row\[\$\{n\}\]\.value'; /,
  );
  expect(said.split('\n\n')).toHaveLength(1);
});
