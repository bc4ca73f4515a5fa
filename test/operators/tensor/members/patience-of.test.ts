import { expect, test } from '@jest/globals';
import { patienceOf } from '../../../../operators/tensor/members/patience-of.js';

test('five minutes to come and ten seconds without a sign of life, or what the environment says', () => {
  expect(patienceOf({})).toEqual({ joinMs: 300_000, heartbeatMs: 10_000 });
  const env = { HPDM_MEMBERS_JOIN: '20', HPDM_MEMBERS_HEARTBEAT: '3' };
  expect(patienceOf(env)).toEqual({ joinMs: 20_000, heartbeatMs: 3_000 });
});

test.each(['0', '1.5', 'soon'])('%s seconds are refused', (text) => {
  expect(() => patienceOf({ HPDM_MEMBERS_JOIN: text })).toThrow(/E_MEMBERS[^]*HPDM_MEMBERS_JOIN: a whole number/);
});
