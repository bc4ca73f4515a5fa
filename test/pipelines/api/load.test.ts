import { expect, test } from '@jest/globals';
import { graph, load, op, pure, scalar, source } from '../../../index.js';

const twice = pure({
  id: 'my.twice',
  summary: 'A number as it is',
  in: { value: scalar() },
  out: { value: scalar() },
  with: {},
  run: ({ value }) => ({ value }),
});

const mine = source({
  id: 'my.clip',
  summary: 'Nothing',
  emits: 'one',
  in: {},
  out: { clip: scalar() },
  with: {},
  run: async function* () {
    yield await Promise.reject(new Error('never run'));
  },
});

test("a document may name hpdm's operators, with no more than its name", async () => {
  const graph = await load('pipelines/sample.yaml');
  expect(graph.nodes.find(({ name }) => name === 'file')?.operator).toBe(op.video.write);
});

test("a program's own operators are known beside them", async () => {
  const document = { hpdm: 1 as const, nodes: { a: { op: 'my.twice' } } };
  await expect(load(document)).rejects.toThrow(/E_OPERATOR_UNKNOWN[^]*my\.twice/);
  await expect(load(document, {}, [twice])).rejects.toThrow(/E_INPUT_MISSING/);
});

test('a graph in TypeScript brings the operators of its nodes, of its bodies, and of the graphs in it', async () => {
  const part = graph({}, (g) => ({ clip: g.node('clip', mine, {}).clip }));
  const whole = graph({}, (g) => ({ clip: g.node('part', part).clip }));
  expect(whole.operators).toEqual([mine]);
  expect((await load(whole)).nodes.map(({ operator }) => operator)).toEqual([mine]);
});

test('a document of the package goes by its name', async () => {
  expect((await load('train', { cascade: 'mnist' })).nodes.length).toBeGreaterThan(4);
});

test('an operator with the id of another is refused', async () => {
  await expect(load('pipelines/sample.yaml', {}, [{ ...twice, id: 'video.write' }])).rejects.toThrow(/"video\.write"/);
});
