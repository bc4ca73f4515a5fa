import { expect, test } from '@jest/globals';
import { PROCESS_BYTES } from '../../../operators/tensor/process-bytes.js';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { planOf } from '../../../pipelines/plan/plan.js';

test('a plan counts the process beside its tensors, where there are any', async () => {
  const sampling = await load('pipelines/sample.yaml', {}, operators);
  expect(planOf(sampling).processBytes).toBe(PROCESS_BYTES);
  const transcoding = await load('pipelines/transcode.yaml', { in: 'a.mp4', out: 'b.mp4' }, operators);
  expect(planOf(transcoding).processBytes).toBe(0);
});
