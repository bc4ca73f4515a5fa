import { expect, test } from '@jest/globals';
import { load } from '../../../pipelines/api/load.js';
import { formatMembersCost, membersCost } from '../../../pipelines/plan/members-cost.js';
import { planOf } from '../../../pipelines/plan/plan.js';

/** The plan of one of some members. */
const planOfMember = async (members: number, memory?: number) =>
  planOf(await load('train', { batch: 1024 }, [], { usual: memory ?? 2 ** 50 }, { index: 0, of: members }));

test('each member computes its part, and sends the gradient nearly twice', async () => {
  const plan = await planOfMember(1);
  const cost = async (members: number) =>
    membersCost(await planOfMember(members), { members, bitsPerSecond: 8e9, flopsPerSecond: 1e11 });
  const [one, two, many] = [await cost(1), await cost(2), await cost(1024)];
  expect(one).toMatchObject({ flops: plan.flopsPerStep, bytes: 0, sendSeconds: 0, efficiency: 1 });
  const seconds = (plan.flopsPerStep ?? NaN) / 2 / 1e11;
  const sendSeconds = (4 * plan.parameters) / 1e9;
  expect(two).toMatchObject({ bytes: 4 * plan.parameters, sendSeconds });
  expect((two?.flops ?? NaN) / (plan.flopsPerStep ?? NaN)).toBeCloseTo(1 / 2, 4);
  expect((many?.bytes ?? NaN) / (8 * plan.parameters)).toBeCloseTo(1023 / 1024, 4);
  expect(two?.efficiency).toBeCloseTo(seconds / (seconds + sendSeconds), 6);
});

test('members that divide moments and average need less memory and send more, and the plan says so', async () => {
  const [whole, divided] = [await planOfMember(2), await planOfMember(2, 1)];
  const { parameters } = whole;
  expect(divided.sentPerStep).toBe(6 * parameters);
  const choices = [whole, divided].map(({ nodes }) => nodes.find(({ name }) => name === 'step')?.choice);
  expect(choices).toEqual([undefined, 'moments and average divided among 2 members']);
  // half of three vectors, and what an optimiser makes of them
  expect(whole.bytes - divided.bytes).toBeGreaterThan(0);
});

test('is said in two lines, without an efficiency where the speed of a member is not known', async () => {
  const cost = membersCost(await planOfMember(4), { members: 4, bitsPerSecond: 1e10 });
  expect(cost?.efficiency).toBeUndefined();
  expect(cost && formatMembersCost(cost)).toMatch(
    /^members {8}4, of which this is the plan of one\nnetwork {8}each sends .* s at 10 Gbit\/s\n$/,
  );
});

test('a plan that does not train has none', async () => {
  expect(membersCost(planOf(await load('sample')), { members: 4, bitsPerSecond: 1e10 })).toBeUndefined();
});
