import { expect, test } from '@jest/globals';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { load } from '../../../pipelines/api/load.js';
import { Effort } from '../../../pipelines/cli/effort.js';
import { planOf } from '../../../pipelines/plan/plan.js';

test('a training step is compared with matrix products, and nothing else is', async () => {
  await selectBackend('wasm');
  const graph = await load('train', { batch: 1 });
  const effort = new Effort(graph);
  expect(effort.describe('step', 1)).toBe('');
  await effort.measure('wasm');
  const { flopsPerStep = NaN } = planOf(graph);
  const percent = (perSecond: number): number =>
    Number(/^(\d+) % of matmul$/.exec(effort.describe('step', perSecond))?.[1]);
  // no processor makes 200 GFLOP/s with wasm, and ten times the pace is ten times the share
  expect(percent(1e12 / flopsPerStep)).toBeGreaterThan(500);
  expect(percent(1e13 / flopsPerStep) / percent(1e12 / flopsPerStep)).toBeCloseTo(10, 1);
  expect(effort.describe('digits', 1)).toBe('');
  // the speed of a backend is measured once in a process
  const other = new Effort(graph);
  await other.measure('wasm');
  expect(other.describe('step', 1e15 / flopsPerStep)).toBe(effort.describe('step', 1e15 / flopsPerStep));
});
