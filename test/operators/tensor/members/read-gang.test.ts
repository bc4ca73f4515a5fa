import { expect, test } from '@jest/globals';
import { readGang } from '../../../../operators/tensor/members/read-gang.js';

const config = (worker: readonly string[], index: number): string =>
  JSON.stringify({ cluster: { worker }, task: { type: 'worker', index } });

test('nothing in the environment, and one member alone, is no gang: no port is opened', () => {
  expect(readGang({})).toBeUndefined();
  expect(readGang({ TF_CONFIG: config(['a:1'], 0) })).toBeUndefined();
  expect(readGang({ SLURM_STEP_NUM_TASKS: '1', SLURM_PROCID: '0' })).toBeUndefined();
  expect(readGang({ JOB_COMPLETION_INDEX: '3' })).toBeUndefined();
});

test('TF_CONFIG comes before the variables of a scheduler', () => {
  const env = { TF_CONFIG: config(['a:1', 'b:1'], 1), SLURM_STEP_NUM_TASKS: '4' };
  expect(readGang(env)).toEqual({ rank: 1, addresses: ['a:1', 'b:1'], from: 'TF_CONFIG' });
});

test('a number that no member has, and an address that two have, are refused', () => {
  expect(() => readGang({ TF_CONFIG: config(['a:1', 'b:1'], 2) })).toThrow(/a member from 0 to 1\n.*2 of 2/);
  expect(() => readGang({ TF_CONFIG: config(['a:1', 'a:1'], 0) })).toThrow(/a:1 twice/);
});
