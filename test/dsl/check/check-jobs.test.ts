import { expect, test } from '@jest/globals';
import { faultsOf, loaded } from '../numbers.js';

const PART = 'part: { nodes: { one: { op: test.one }, sink: { op: test.sink, in: { value: one.value } } } }';
const SINK = 'sink: { op: test.sink, in: { value: more.value } }';
const main = (nodes: string, graphs: string, out = ''): Record<string, string> => ({
  'main.yaml': `hpdm: 1\nnodes:\n  ${nodes}\n${out}graphs:\n  ${graphs}\n`,
});

test('copies that share nothing are jobs of their own, beside whatever else there is', async () => {
  const alone = 'alone: { op: test.one }\n  last: { op: test.sink, in: { value: alone.value } }';
  const graph = await loaded(main(`many: { for: [a, b], spread: jobs, graph: part }\n  ${alone}`, PART));
  expect(graph.nodes.map(({ name, job }) => [name, job])).toEqual([
    ['many.0.one', 'many.0'],
    ['many.0.sink', 'many.0'],
    ['many.1.one', 'many.1'],
    ['many.1.sink', 'many.1'],
    ['alone', undefined],
    ['last', undefined],
  ]);
});

test('copies within copies belong to the outermost', async () => {
  const outer = 'outer: { nodes: { many: { for: [a, b], spread: jobs, graph: part } } }';
  const graph = await loaded(main('all: { for: [1, 2], spread: jobs, graph: outer }', `${outer}\n  ${PART}`));
  expect(new Set(graph.nodes.map(({ job }) => job))).toEqual(new Set(['all.0', 'all.1']));
  const inner = await loaded(main('all: { graph: outer }', `${outer}\n  ${PART}`));
  expect(new Set(inner.nodes.map(({ job }) => job))).toEqual(new Set(['all.many.0', 'all.many.1']));
});

test('copies of a chain are jobs', async () => {
  const chain = '{ for: [a, b], spread: jobs, chain: [{ op: test.one }, { op: test.sink }] }';
  const graph = await loaded({ 'main.yaml': `hpdm: 1\nnodes:\n  many: ${chain}\n` });
  expect(graph.nodes.map(({ name, job }) => [name, job])).toEqual([
    ['many.0.one', 'many.0'],
    ['many.0.sink', 'many.0'],
    ['many.1.one', 'many.1'],
    ['many.1.sink', 'many.1'],
  ]);
});

test.each([
  [
    'reads what is outside it',
    main(
      'more: { op: test.one }\n  many: { for: [a, b], spread: jobs, graph: part, in: { value: more.value } }',
      'part: { in: { value: any }, nodes: { sink: { op: test.sink, in: { value: in.value } } } }',
    ),
    /main\.yaml:6:\d+ {2}graphs\.part\.nodes\.sink\.in\.value {2}E_JOBS[^]*many\.0\.sink reads more, which is in no copy/,
  ],
  [
    'reads another copy',
    main(
      "many: { for: [1, 2], spread: jobs, graph: part, in: { value: 'many[<].value else none' } }",
      'part: { in: { value: any }, nodes: { one: { op: test.one }, sum: { op: test.sum, in: { left: one.value, right: in.value } }, sink: { op: test.sink, in: { value: sum.value } } }, out: { value: sum.value } }',
    ),
    /E_JOBS[^]*many\.1\.sum reads many\.0\.sum, which is in the copy many\.0/,
  ],
  [
    'is read outside',
    main(
      `many: { for: [1, 2], spread: jobs, op: test.one }\n  more: { op: test.add, in: { value: 'many[last].value' } }\n  ${SINK}\n  all: { graph: part }`,
      PART,
    ),
    /main\.yaml:4:\d+ {2}nodes\.more\.in\.value {2}E_JOBS[^]*more reads many\.1, which is in the copy many\.1/,
  ],
  [
    'is an output of the document',
    main(
      'many: { for: [1, 2], spread: jobs, op: test.one }\n  all: { graph: part }',
      PART,
      "out: { value: 'many[*].value' }\n",
    ),
    /main\.yaml:5:\d+ {2}out\.value {2}E_JOBS[^]*value\.0, which is many\.0/,
  ],
])('a copy that %s is no job', async (_, files, expected) => {
  expect(await faultsOf(files)).toMatch(expected);
});

test('spread belongs beside for', async () => {
  expect(await faultsOf(main('many: { spread: jobs, graph: part }', PART))).toMatch(
    /nodes\.many\.spread {2}E_NODE[^]*"spread" without "for"/,
  );
});

test('a node that is not there has its own fault, and no other', async () => {
  const files = main(
    'many: { for: [a, b], spread: jobs, graph: part }',
    'part: { nodes: { one: { op: test.oen }, sink: { op: test.sink, in: { value: one.value } } } }',
  );
  const faults = await faultsOf(files);
  expect(faults).toMatch(/E_OPERATOR_UNKNOWN[^]*test\.one/);
  expect(faults).not.toMatch(/E_JOBS/);
});
