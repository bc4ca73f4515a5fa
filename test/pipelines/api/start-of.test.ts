import { expect, test } from '@jest/globals';
import { startOf } from '../../../pipelines/api/start-of.js';

test('a run that begins at a later item, or each job at its own, goes on with an earlier one', () => {
  expect(startOf({})).toEqual({ goesOn: false, leads: true });
  expect(startOf({ first: 3 })).toMatchObject({ goesOn: true });
  expect(startOf({ firstOf: () => 0 })).toMatchObject({ goesOn: true });
});

test('of the members of a gang, the first one leads', () => {
  const gang = { addresses: ['a:1', 'b:1'], from: 'TF_CONFIG' };
  expect([0, 1].map((rank) => startOf({ gang: { ...gang, rank } }).leads)).toEqual([true, false]);
});
