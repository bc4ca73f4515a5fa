import { expect, test } from '@jest/globals';
import { scratch } from '../cli/command-line.js';
import { Gang, lastOf, training } from './gang.js';

const folder = scratch();
const STEPS = ['--steps', '40', '--every', '5'];
const SEEDS = ['1', '2'];

test('two gangs on one machine at the same time, one of which loses a member: each ends with the bytes that it has alone', async () => {
  const gang = (out: string, seed: string): Gang => new Gang(folder, training(out, [...STEPS, '--seed', seed]));
  for (const seed of SEEDS) expect(await gang(`alone-${seed}`, seed).ended).toBe(0);
  const [first, second] = SEEDS.map((seed) => gang(`beside-${seed}`, seed)) as [Gang, Gang];
  await Promise.all([first.steps(), second.steps()]);
  await first.signalled(1, 'SIGKILL');
  expect([await first.ended, await second.ended]).toEqual([0, 0]);
  expect(second.said).not.toMatch(/E_MEMBER_LOST|begin again/);
  for (const seed of SEEDS) expect(lastOf(folder, `beside-${seed}`)).toEqual(lastOf(folder, `alone-${seed}`));
});
