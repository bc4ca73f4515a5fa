import { expect, test } from '@jest/globals';
import { runsOf } from '../../../dsl/index.js';
import { edges, loaded } from '../numbers.js';

const main = (nodes: string): Record<string, string> => ({
  'main.yaml': `hpdm: 1
nodes:
  ${nodes}
graphs:
  part: { nodes: { one: { op: test.one }, sink: { op: test.sink, in: { value: one.value } } } }
`,
});

test('what is in no job is one run, and each job another', async () => {
  const parts = ['b', 'a'].map((job) => [`${job}.0.one`, `${job}.0.sink: value ← ${job}.0.one.value`]);
  const jobs = 'b: { for: [1], spread: jobs, graph: part }\n  a: { for: [1], spread: jobs, graph: part }';
  expect(runsOf(await loaded(main(jobs))).map(edges)).toEqual(parts);
  const more = `${jobs}\n  other: { graph: part }`;
  const other = ['other.one', 'other.sink: value ← other.one.value'];
  expect(runsOf(await loaded(main(more))).map(edges)).toEqual([other, ...parts]);
});
