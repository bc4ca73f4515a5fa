import { version as nodeVersion } from 'node:process';
import type { Gang } from '../../../operators/tensor/members/gang.js';
import { joinGang } from '../../../operators/tensor/members/join-gang.js';
import { patienceOf } from '../../../operators/tensor/members/patience-of.js';
import type { Peers } from '../../../operators/tensor/members/peers.js';
import { tf } from '../../../operators/tensor/tf.js';
import { version } from '../../../operators/disk/version.js';

/** What one member says of itself. */
export interface MemberFound {
  readonly address: string;
  readonly versions: string;
  /** How far its clock is ahead of the leader's, in seconds, to about the time of a small message. */
  readonly clockSeconds: number;
}

/** What members find out about each other. */
export interface MembersFound {
  /** What described them. */
  readonly from: string;
  readonly joinSeconds: number;
  /** Bytes that each sends while gradients are added up, and seconds for a single number. */
  readonly bytesPerSecond: number;
  readonly latencySeconds: number;
  readonly members: readonly MemberFound[];
}

/** Numbers of a vector that is added up: 16 MiB. */
const LARGE = 2 ** 22;

/**
 * Join the others and measure: every member finds the same, by its own clock.
 *
 * fails E_MEMBERS_JOIN when they cannot be reached, E_MEMBERS, E_MEMBER_LOST
 */
export async function examineMembers(gang: Gang): Promise<MembersFound> {
  const begun = performance.now();
  const peers = await joinGang(gang, patienceOf(process.env));
  const joinSeconds = (performance.now() - begun) / 1000;
  const { binding } = tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } };
  const large = await secondsFor(peers, LARGE, 4);
  const latencySeconds = await secondsFor(peers, 1, 20);
  // all leave the sum of a single number at about the same moment
  await secondsFor(peers, 1, 1);
  const own = { versions: `hpdm ${version}, TensorFlow ${binding.TF_Version}, node ${nodeVersion}`, now: Date.now() };
  const said = (await peers.texts(JSON.stringify(own))).map((text) => JSON.parse(text) as typeof own);
  const members = said.map(({ versions, now }, rank) => ({
    ...{ address: gang.addresses[rank] ?? '', versions },
    clockSeconds: (now - (said[0]?.now ?? now)) / 1000,
  }));
  peers.leave();
  const sent = (8 * LARGE * (peers.count - 1)) / peers.count;
  return { from: gang.from, joinSeconds, bytesPerSecond: sent / large, latencySeconds, members };
}

/** Seconds in which vectors of all members are added up: the median of some rounds after a first one. */
async function secondsFor(peers: Peers, size: number, rounds: number): Promise<number> {
  const vector = tf.ones<tf.Rank.R1>([size]);
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now();
    const mean = peers.mean(vector);
    await mean.slice([0], [1]).data();
    seconds.push((performance.now() - begun) / 1000);
    mean.dispose();
  }
  vector.dispose();
  return seconds.slice(1).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
}

/** What members found, for the terminal. */
export function formatMembers({ from, joinSeconds, bytesPerSecond, latencySeconds, members }: MembersFound): string {
  const speed = `${((8 * bytesPerSecond) / 1e9).toPrecision(2)} Gbit/s sent by each, ${(1000 * latencySeconds).toPrecision(2)} ms for one number`;
  const usual = members[0]?.versions;
  const rows = members.map(({ address, versions, clockSeconds }, rank) => {
    const clock = `clock ${clockSeconds < 0 ? '' : '+'}${clockSeconds.toFixed(3)} s`;
    return `${String(rank).padEnd(11)} ${address}  ${clock}  ${versions}${versions === usual ? '' : ': unlike member 0'}`;
  });
  const head = [`members     ${members.length}, by ${from}; all came within ${joinSeconds.toFixed(1)} s`];
  return [...head, `all-reduce  ${speed}`, ...rows, ''].join('\n');
}
