import { Command } from 'commander';
import { expect, test } from '@jest/globals';
import { gangOf, isLauncher, launchOf, shareOf, usualShare } from '../../../../pipelines/cli/members/members-flags.js';
import type { Gang } from '../../../../operators/tensor/members/gang.js';
import { tfConfig } from '../../../members.js';

const env = { TF_CONFIG: tfConfig(['a:1', 'b:1', 'c:1'], 2) };

test('several members are started, and a dry run starts none', () => {
  const flags = [{}, { members: 1 }, { members: 3 }, { members: 3, dryRun: true }];
  expect(flags.map(isLauncher)).toEqual([false, false, true, false]);
});

test('a scheduler says who the members are, and --members does not go with it', () => {
  expect(gangOf({}, env)).toMatchObject({ rank: 2, from: 'TF_CONFIG' });
  expect(gangOf({ dryRun: true }, env)).toBeUndefined();
  expect(gangOf({ members: 3 }, {})).toBeUndefined();
  expect(() => gangOf({ members: 2 }, env)).toThrow(/E_MEMBERS[^]*3 members, as TF_CONFIG says\n.*got +--members 2/);
});

test('the part of a member, of the first of those that will be started, and of one alone', () => {
  expect(shareOf({}, gangOf({}, env))).toEqual({ index: 2, of: 3 });
  expect(shareOf({ members: 4 }, undefined)).toEqual({ index: 0, of: 4 });
  expect(shareOf({ members: 0 }, undefined)).toEqual({ index: 0, of: 1 });
});

test('members get the words of the command', async () => {
  const seen: unknown[] = [];
  const own = new Command('sample').option('--out <file>').action((_, command: Command) => {
    seen.push(launchOf(command).args);
  });
  await new Command().addCommand(own).parseAsync(['sample', '--out', 'a.mp4'], { from: 'user' });
  expect(seen).toEqual([['sample', '--out', 'a.mp4']]);
});

test('what a member may take is divided by the members of its machine', () => {
  const usual = (members: number, gang?: Gang): number => usualShare({ members }, gang).usual ?? NaN;
  const gang = { rank: 1, addresses: ['a:1', 'b:1', 'b:2', 'b:3'], from: 'TF_CONFIG' };
  // what is free changes from moment to moment
  expect(usual(1) / usual(4)).toBeGreaterThan(3);
  expect(usual(1) / usual(1, gang)).toBeGreaterThan(2);
  expect(usual(1) / usual(1, { ...gang, rank: 0 })).toBeLessThan(2);
});
