import { expect, test } from '@jest/globals';
import { load } from '../../../pipelines/api/load.js';
import { formatMembersCost, membersCost } from '../../../pipelines/plan/members-cost.js';
import { planOf } from '../../../pipelines/plan/plan.js';

test('each member computes its part, and sends the gradient nearly twice', async () => {
  const plan = planOf(await load('train'));
  const bitsPerSecond = 8e9;
  const cost = (members: number) => membersCost(plan, { members, bitsPerSecond, flopsPerSecond: 1e11 });
  const [one, two, many] = [cost(1), cost(2), cost(1024)];
  expect(one).toMatchObject({ flops: plan.flopsPerStep, bytes: 0, sendSeconds: 0, efficiency: 1 });
  expect(two).toMatchObject({ bytes: 4 * plan.parameters, sendSeconds: (4 * plan.parameters) / 1e9 });
  expect((many?.bytes ?? NaN) / (8 * plan.parameters)).toBeCloseTo(1023 / 1024, 4);
  const seconds = (plan.flopsPerStep ?? NaN) / 2 / 1e11;
  expect(two?.efficiency).toBeCloseTo(seconds / (seconds + (4 * plan.parameters) / 1e9), 6);
});

test('is said in two lines, without an efficiency where the speed of a member is not known', async () => {
  const plan = planOf(await load('train'));
  const cost = membersCost(plan, { members: 4, bitsPerSecond: 1e10 });
  expect(cost?.efficiency).toBeUndefined();
  expect(cost && formatMembersCost(cost)).toMatch(
    /^members {8}4, each .*FLOPs a step\nnetwork {8}each sends .* s at 10 Gbit\/s\n$/,
  );
});

test('a plan that does not train has none', async () => {
  expect(membersCost(planOf(await load('sample')), { members: 4, bitsPerSecond: 1e10 })).toBeUndefined();
});
