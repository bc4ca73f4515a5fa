import { describe, expect, test } from '@jest/globals';
import { CASCADE, edges, faultsOf, loaded, settings } from '../numbers.js';

describe('sub-graphs', () => {
  const twice = `
hpdm: 1
params: { by: { type: int, default: 2 } }
in: { value: a number }
nodes:
  first: { op: test.add, in: { value: in.value }, with: { by: '\${by}' } }
  second: { op: test.add, in: { value: first.value } }
out: { value: second.value }
`;

  test('of a file are put in place of the node, with its settings', async () => {
    const graph = await loaded({
      'twice.yaml': twice,
      'main.yaml': `
hpdm: 1
nodes:
  one: { op: test.one }
  more: { graph: twice.yaml, in: { value: one.value }, with: { by: 5 } }
  sink: { op: test.sink, in: { value: more.value } }
`,
    });
    expect(edges(graph)).toEqual([
      'one',
      'more.first: value ← one.value',
      'more.second: value ← more.first.value',
      'sink: value ← more.second.value',
    ]);
    expect(settings(graph, 'more.first')).toMatchObject({ by: 5 });
  });

  test('of the document itself too, one inside another, in any order', async () => {
    const graph = await loaded({
      'main.yaml': `
hpdm: 1
nodes:
  one: { op: test.one }
  four: { graph: four, in: { value: one.value } }
  sink: { op: test.sink, in: { value: four.value } }
graphs:
  four:
    in: { value: a number }
    nodes:
      left: { graph: two, in: { value: in.value } }
      right: { graph: two, in: { value: left.value } }
    out: { value: right.value }
  two:
    in: { value: a number }
    nodes: { add: { op: test.add, in: { value: in.value } } }
    out: { value: add.value }
`,
    });
    expect(edges(graph)).toEqual([
      'one',
      'four.left.add: value ← one.value',
      'four.right.add: value ← four.left.add.value',
      'sink: value ← four.right.add.value',
    ]);
  });

  test('inside themselves are refused, and the chain is named', async () => {
    const files = {
      'main.yaml': 'hpdm: 1\nnodes: { a: { graph: b.yaml } }',
      'b.yaml': 'hpdm: 1\nnodes: { c: { graph: inner } }\ngraphs: { inner: { nodes: { d: { graph: main.yaml } } } }',
    };
    expect(await faultsOf(files)).toMatch(
      /b\.yaml:3:\d+ {2}graphs\.inner\.nodes\.d\.graph {2}E_RECURSION\n.*\n {2}got +main\.yaml → b\.yaml → inner → main\.yaml/,
    );
  });

  test('which are not there are refused with the nearest name', async () => {
    const main = `hpdm: 1
nodes: { a: { graph: twise.yaml }, b: { graph: innr } }
graphs: { inner: { nodes: {} } }`;
    const said = await faultsOf({ 'main.yaml': main, 'twice.yaml': twice });
    expect(said).toMatch(/nodes\.a\.graph {2}E_FILE[^]*did you mean "twice\.yaml"\?/);
    expect(said).toMatch(/nodes\.b\.graph {2}E_GRAPH_UNKNOWN[^]*did you mean "inner"\?/);
  });

  test('take only inputs and settings that they have', async () => {
    const main = `hpdm: 1
nodes:
  one: { op: test.one }
  more: { graph: twice.yaml, in: { valeu: one.value }, with: { bye: 1, by: x } }`;
    const said = await faultsOf({ 'main.yaml': main, 'twice.yaml': twice });
    expect(said).toMatch(/main\.yaml:4:\d+ {2}nodes\.more\.in\.valeu {2}E_INPUT_UNKNOWN[^]*did you mean "value"\?/);
    expect(said).toMatch(/main\.yaml:4:\d+ {2}nodes\.more\.with\.bye {2}E_PARAM_UNKNOWN[^]*did you mean "by"\?/);
    expect(said).toMatch(/main\.yaml:4:\d+ {2}nodes\.more\.with\.by {2}E_PARAM_TYPE\n {2}expected +int\n {2}got +"x"/);
  });

  test('that hand an input through in a circle are refused', async () => {
    const main = `hpdm: 1
nodes:
  a: { graph: through, in: { value: b.value } }
  b: { graph: through, in: { value: a.value } }
  sink: { op: test.sink, in: { value: a.value } }
graphs: { through: { in: { value: a number }, nodes: {}, out: { value: in.value } } }`;
    expect(await faultsOf({ 'main.yaml': main })).toMatch(/E_CYCLE[^]*(a|b)\.value → (a|b)\.value → \1\.value/);
  });
});

describe('references', () => {
  test('a list input takes one output, or a list of them', async () => {
    const main = `
hpdm: 1
nodes:
  a: { op: test.one }
  b: { op: test.one }
  one: { op: test.show, in: { values: a.value } }
  two: { op: test.show, in: { values: [b.value, a.value] } }
`;
    expect(edges(await loaded({ 'main.yaml': main })).slice(2)).toEqual([
      'one: values.0 ← a.value',
      'two: values.0 ← b.value, values.1 ← a.value',
    ]);
  });

  test('that lead nowhere are refused also where nobody reads them', async () => {
    const main = `hpdm: 1
nodes:
  one: { op: test.one }
  part: { graph: part, in: { unused: oen.value } }
out: { value: one.valu }
graphs: { part: { in: { unused: a number }, nodes: {}, out: { what: in.unusd } } }`;
    const said = await faultsOf({ 'main.yaml': main });
    expect(said).toMatch(/nodes\.part\.in\.unused {2}E_REFERENCE[^]*did you mean "one\.value"\?/);
    expect(said).toMatch(/graphs\.part\.out\.what {2}E_REFERENCE[^]*did you mean "in\.unused"\?/);
  });

  test('the outputs of a document are those of its nodes', async () => {
    const graph = await loaded({
      'main.yaml': 'hpdm: 1\nnodes: { a: { for: [1, 2], op: test.one } }\nout: { all: "a[*].value", b: "a[1].value" }',
    });
    expect(graph.out).toEqual({
      'all.0': { node: 'a.0', port: 'value' },
      'all.1': { node: 'a.1', port: 'value' },
      b: { node: 'a.1', port: 'value' },
    });
  });
});

test.each([
  ['a: {}', /nodes\.a {2}E_NODE[^]*one of "op", "graph" and "chain"[^]*none/],
  ['a: { op: test.one, graph: b.yaml }', /nodes\.a {2}E_NODE[^]*op and graph/],
  ['a: { graph: b, body: { nodes: {}, out: {} } }', /nodes\.a\.body {2}E_NODE[^]*a body only with "op"/],
  ['in: { op: test.one }', /nodes\.in {2}E_SHAPE[^]*not "in"/],
  ['a.b: { op: test.one }', /nodes\.a\.b {2}E_SHAPE[^]*a name: letters, digits/],
  ['a: test.one', /nodes\.a {2}E_SHAPE[^]*expected +a node: \{ op: … \}[^]*got +"test\.one"/],
])('the node %s is refused', async (node, message) => {
  expect(await faultsOf({ 'main.yaml': `hpdm: 1\nnodes: { ${node} }` })).toMatch(message);
});

test.each([
  [
    CASCADE,
    /^main\.yaml:1:1 {2}E_DOCUMENT[^]*a cascade \(cascade: 1\)\n {2}try +use it in a pipeline document: --set cascade=main\.yaml$/,
  ],
  ['', /^main\.yaml {2}E_DOCUMENT[^]*an empty file/],
  ['nodes: {}', /^main\.yaml:1:1 {2}hpdm {2}E_SHAPE\n {2}expected +1, the version of the language/],
  ['hpdm: 1\nnodes: [{ op: test.one }]', /nodes {2}E_SHAPE\n {2}expected +nodes by name/],
  ['hpdm: 1\nparams: { seed: 5 }\nnodes: {}', /params\.seed {2}E_SHAPE\n {2}expected +a declaration: \{ type: int/],
  [
    'hpdm: 1\nnodes: { a: { op: test.one, with: 5 } }',
    /nodes\.a\.with {2}E_SHAPE\n {2}expected +settings: \{ name: value \}/,
  ],
])('a file that is no document says what it is: %#', async (text, message) => {
  expect(await faultsOf({ 'main.yaml': text })).toMatch(message);
});

test('a node whose name is nearly that of one in the document it extends was meant to be it', async () => {
  const base = 'hpdm: 1\nnodes: { one: { op: test.one }, sink: { op: test.sink, in: { value: one.value } } }';
  const files = {
    'base.yaml': base,
    'main.yaml': 'extends: base.yaml\nnodes: { sinks: { in: { value: one.value } } }',
  };
  expect(await faultsOf(files)).toMatch(/main\.yaml:2:\d+ {2}nodes\.sinks {2}E_NODE[^]*did you mean "sink"\?/);
});
