import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { scratch } from '../cli/command-line.js';
import { Gang, HEARTBEAT, lastOf, training } from './gang.js';
import { OwnNetwork } from './own-network.js';

const folder = scratch();
const STEPS = ['--steps', '60', '--every', '5'];
const CUT_SECONDS = 15;
const network = await OwnNetwork.make();

/** The ports of all members. */
function portsOf({ members }: Gang): number[] {
  const [, config = ''] = /TF_CONFIG=([^\0]*)/.exec(readFileSync(`/proc/${members[0]}/environ`, 'utf8')) ?? [];
  const { cluster } = JSON.parse(config) as { readonly cluster: { readonly worker: readonly string[] } };
  return cluster.worker.map((address) => Number(address.replace(/.*:/, '')));
}

const perhaps = network === undefined ? test.skip : test;

/** Start a training, and drop the packets to and from some of its ports for 15 s after the first checkpoint. */
async function cutOff(
  out: string,
  which: (ports: number[]) => number[],
): Promise<{ gang: Gang; restored: Promise<void> }> {
  const gang = new Gang(folder, training(out, STEPS), network?.within);
  await gang.says(/"wrote".*step-0000005/);
  const ports = portsOf(gang);
  expect(ports).toHaveLength(2);
  network?.cut(which(ports));
  return { gang, restored: wait(1000 * CUT_SECONDS).then(() => network?.restore()) };
}

beforeAll(async () => {
  if (network !== undefined) expect(await new Gang(folder, training('whole', STEPS), network.within).ended).toBe(0);
});

perhaps.each([
  ['all members', (ports: number[]) => ports],
  ['the leader', (ports: number[]) => ports.slice(0, 1)],
])(
  'packets of %s are dropped for 15 s: all begin again in less than three heartbeats, to the same bytes',
  async (whose, which) => {
    const { gang, restored } = await cutOff(whose, which);
    const start = performance.now();
    await gang.says(/all begin again/);
    const seconds = (performance.now() - start) / 1000;
    process.stderr.write(`${whose} cut off: all begin again after ${seconds.toFixed(1)} s\n`);
    expect(seconds).toBeLessThan(3 * HEARTBEAT);
    await restored;
    expect(await gang.ended).toBe(0);
    expect(lastOf(folder, whose)).toEqual(lastOf(folder, 'whole'));
  },
);

perhaps(
  'packets of another member are dropped for 15 s while its signs of life reach the leader: all wait, and go on to the same bytes',
  async () => {
    const { gang, restored } = await cutOff('another', (ports) => ports.slice(1));
    await restored;
    expect(await gang.ended).toBe(0);
    expect(gang.said).not.toMatch(/begin again/);
    expect(lastOf(folder, 'another')).toEqual(lastOf(folder, 'whole'));
  },
);
