import { expect, test } from '@jest/globals';
import { load } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { planOf } from '../../../pipelines/plan/plan.js';
import { plansOfCascade } from '../../../pipelines/plan/plans-of-cascade.js';

test('a cascade on its own is planned for one video sampled and one trained on', async () => {
  const [sampling, training] = await plansOfCascade('pipelines/cascades/mnist.yaml');
  const document = planOf(await load('pipelines/train.yaml', { batch: 1, steps: 1, left: 1 }, operators));
  const solving = sampling?.nodes.filter(({ operator }) => operator === 'denoise.solve') ?? [];
  expect(solving.map(({ evaluations }) => evaluations)).toEqual([63, 288, 1568]);
  // what finer levels read of the first two: 1 tile, and 3 along every axis
  expect(sampling?.evaluations).toBe(63 + 288 + 1568 + 1 + 27);
  expect(training).toMatchObject({ parameters: document.parameters, flopsPerStep: document.flopsPerStep });
  expect(sampling?.parameters).toBe(training?.parameters);
});
