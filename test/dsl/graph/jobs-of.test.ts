import { expect, test } from '@jest/globals';
import { jobsOf } from '../../../dsl/index.js';
import { edges, loaded } from '../numbers.js';

test('each copy is a graph of its own, in the order of the document', async () => {
  const graph = await loaded({
    'main.yaml': `hpdm: 1
nodes:
  b: { for: [1, 2], spread: jobs, graph: part }
  a: { for: [1], spread: jobs, graph: part }
  one: { op: test.one }
out: { value: one.value }
graphs:
  part: { nodes: { one: { op: test.one }, sink: { op: test.sink, in: { value: one.value } } } }
`,
  });
  const jobs = jobsOf(graph);
  expect(jobs.map(edges)).toEqual(
    ['b.0', 'b.1', 'a.0'].map((job) => [`${job}.one`, `${job}.sink: value ← ${job}.one.value`]),
  );
  expect(jobs.map(({ out, inFlight }) => [out, inFlight])).toEqual(Array(3).fill([{}, graph.inFlight]));
});
