import { expect, test } from '@jest/globals';
import { load, op, pure, scalar } from '../../../index.js';

const twice = pure({
  id: 'my.twice',
  summary: 'A number as it is',
  in: { value: scalar() },
  out: { value: scalar() },
  with: {},
  run: ({ value }) => ({ value }),
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

test('an operator with the id of another is refused', async () => {
  await expect(load('pipelines/sample.yaml', {}, [{ ...twice, id: 'video.write' }])).rejects.toThrow(/"video\.write"/);
});
