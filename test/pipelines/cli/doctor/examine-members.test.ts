import { expect, test } from '@jest/globals';
import { formatMembers, type MembersFound } from '../../../../pipelines/cli/doctor/examine-members.js';
import { run, scratch, spawned } from '../command-line.js';

const folder = scratch();

test('two processes of this machine reach each other, have the same versions and one clock', () => {
  const { status, stdout } = spawned(folder, ['doctor', '--members', '2', '--json'], { TF_CPP_MIN_LOG_LEVEL: '3' });
  expect(status).toBe(0);
  const found = JSON.parse(stdout) as MembersFound;
  expect(found.bytesPerSecond).toBeGreaterThan(1e5);
  expect(found.latencySeconds).toBeGreaterThan(0);
  expect(found.members).toHaveLength(2);
  expect(new Set(found.members.map(({ versions }) => versions)).size).toBe(1);
  for (const { clockSeconds } of found.members) expect(Math.abs(clockSeconds)).toBeLessThan(10);
});

test('a member of another version and a clock that is behind are seen', () => {
  const text = formatMembers({
    ...{ from: 'Slurm', joinSeconds: 2, bytesPerSecond: 125e6, latencySeconds: 0.001 },
    members: [
      { address: 'a:1', versions: 'hpdm 0.2.0', clockSeconds: 0 },
      { address: 'b:1', versions: 'hpdm 0.1.0', clockSeconds: -4.5 },
    ],
  });
  expect(text).toMatch(/^members +2, by Slurm; all came within 2\.0 s$/m);
  expect(text).toMatch(/1\.0 Gbit\/s sent by each, 1\.0 ms for one number/);
  expect(text).toMatch(/^0 +a:1 {2}clock \+0\.000 s {2}hpdm 0\.2\.0$/m);
  expect(text).toMatch(/^1 +b:1 {2}clock -4\.500 s {2}hpdm 0\.1\.0: unlike member 0$/m);
});

test('without a number, a scheduler must have started them', async () => {
  expect(await run(folder, ['doctor', '--members'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_MEMBERS[^]*--members N, or the members that a scheduler started/),
  });
});
