import { expect, test } from '@jest/globals';
import { processBytes, tensorBytes } from '../../../operators/tensor/process-bytes.js';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { planOf } from '../../../pipelines/plan/plan.js';

test('a plan counts the process beside its tensors, where there are any', async () => {
  const sampling = await load('pipelines/sample.yaml', {}, operators);
  const plan = planOf(sampling);
  expect(plan.processBytes).toBe(processBytes(plan.bytes));
  const transcoding = await load('pipelines/transcode.yaml', { in: 'a.mp4', out: 'b.mp4' }, operators);
  expect(planOf(transcoding).processBytes).toBe(0);
});

test('the tensors that a process holds, and what it takes besides them, are its memory', () => {
  for (const memory of [500e6, 2e9, 8e9]) {
    const tensors = tensorBytes(memory);
    expect(Math.abs(tensors + processBytes(tensors) - memory)).toBeLessThan(3);
  }
  expect(tensorBytes(100e6)).toBeLessThan(0);
});
