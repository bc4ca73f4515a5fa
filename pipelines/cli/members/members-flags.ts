import type { Command } from 'commander';
import { counted, HpdmError, type MemoryChoice, type Share } from '../../../dsl/index.js';
import type { Environment, Gang } from '../../../operators/tensor/members/gang.js';
import { patienceOf } from '../../../operators/tensor/members/patience-of.js';
import { readGang } from '../../../operators/tensor/members/read-gang.js';
import { usualMemory } from '../../plan/usual-memory.js';
import type { MembersOptions } from './run-members.js';

/** Flags of a command that several processes may work on together. */
export interface MembersFlags {
  readonly members?: number;
  readonly dryRun?: boolean;
}

/** Whether a command starts members, and does nothing else itself. */
export const isLauncher = ({ members = 1, dryRun }: MembersFlags): boolean => members > 1 && dryRun !== true;

/** The part of this member, or the first of those that will be started, so that what they cannot share is refused before. */
export const shareOf = ({ members = 1 }: MembersFlags, gang: Gang | undefined): Share =>
  gang === undefined ? { index: 0, of: Math.max(1, members) } : { index: gang.rank, of: gang.addresses.length };

/** What a member may take where nobody set a limit: its part of what a run alone may take, since others are on the same machine. */
export function usualShare({ members = 1 }: MembersFlags, gang: Gang | undefined): MemoryChoice {
  const hosts = gang?.addresses.map((address) => address.replace(/:\d+$/, ''));
  const here = hosts?.filter((host) => host === hosts[gang?.rank ?? 0]).length ?? Math.max(1, members);
  return { usual: Math.floor(usualMemory() / here) };
}

/** How the members of a command are started: with its own words. */
export function launchOf(command: Command): Pick<MembersOptions, 'args' | 'heartbeatMs'> {
  const program = command.parent as (Command & { readonly rawArgs: readonly string[] }) | null;
  return { args: program?.rawArgs ?? [], heartbeatMs: patienceOf(process.env).heartbeatMs };
}

/** The members that a scheduler started, of which this process is one; fails E_MEMBERS beside `--members`. */
export function gangOf({ members = 1, dryRun }: MembersFlags, env: Environment): Gang | undefined {
  const gang = readGang(env);
  if (dryRun === true) return undefined;
  if (gang === undefined || members === 1) return gang;
  throw new HpdmError({
    code: 'E_MEMBERS',
    path: '--members',
    expected: `${counted(gang.addresses.length, 'member')}, as ${gang.from} says`,
    got: `--members ${members}`,
    try: 'leave out --members: each member is started with the same command',
  });
}
